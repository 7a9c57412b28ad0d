"""The attendance list on paper: it can be read out, holds every name, and says what people need only where it should."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit import words
from portal.kit.audit import AuditEvent
from portal.training import sheets
from portal.training.models import QISession
from portal.training.queries.dates import Date
from portal.training.queries.roll import Name
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ABooking, AFlag, APerson, ASession
from tests.pdfs import Pdf
from tests.staffing import sign_in_staff
from tests.training.test_day import a_series

LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
NAMES = ["Amina Khan", "আমিনা খাতুন", "عائشہ خان", "Zoë Łukasz", LONG]


class Sheet(Pdf):
    """An attendance list, as a screen reader reads it."""

    def count(self, kind: str) -> int:
        """How many elements of a kind there are: TH heads a column, TD is any other cell."""
        return sum(element.get("/S") == f"/{kind}" for element in self._elements())

    @property
    def sides(self) -> set[tuple[int, int]]:
        """Width and height of its pages, in millimetres."""
        boxes = [page.mediabox for page in self.reader.pages]
        return {(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes}

    @property
    def sizes(self) -> set[int]:
        """The sizes of its letters, in points."""
        found: set[int] = set()
        for page in self.reader.pages:
            page.extract_text(
                visitor_text=lambda said, _m, _t, _f, size: found.add(round(size)) if said.strip() else None
            )
        return found


def a_sheet(browser: Browser, held: QISession, more: str = "", locale: str = "") -> Sheet:
    page = browser.visit(f"{locale}/staff/training/{held.id}/sheet.pdf{more}")
    assert page.response.mimetype == "application/pdf" and page.response.headers["Cache-Control"] == "no-store"
    return Sheet(page.response.get_data())


def a_session_with_needs() -> QISession:
    held = ASession(host_role="QI coach and a service user")
    ABooking(held, APerson("Ada"), who="carer")
    AFlag(ABooking(held, APerson("Tom"), places=2, companion="Grace"), "interpreter", "Bengali")
    ABooking(held, APerson("Waits"), status="waiting")
    return held


def test_by_name_it_can_lie_on_a_table(browser: Browser) -> None:
    held = a_session_with_needs()
    me = sign_in_staff(browser)
    sheet = a_sheet(browser, held)
    assert sheet.headings(1) == ["Attendance list"] == [sheet.title] and "Came without a booking" in sheet.headings(2)
    for said in ("Introduction to QI", "Monday 16 March 2026, 10am to midday", "Example House, Room 2", "A carer"):
        assert said in sheet.seen, said
    assert sheet.seen.index("Ada") < sheet.seen.index("Tom") < sheet.seen.index("Grace")
    assert "Comes with Tom" in sheet.seen and "Page 1 of 1" in sheet.seen
    assert "Bengali" not in sheet.text and "Waits" not in sheet.text
    assert "What people need is not on this list" in sheet.seen
    assert (sheet.count("TH"), sheet.count("TD")) == (3, 9)  # three people with a name and two boxes each
    looks = session.scalars(select(AuditEvent).where(AuditEvent.kind == "list printed")).all()
    assert len(looks) == 2 and {look.by_person_id for look in looks} == {me.id}


def test_with_needs_those_come_first(browser: Browser) -> None:
    held = a_session_with_needs()
    sign_in_staff(browser)
    sheet = a_sheet(browser, held, "?order=needs")
    assert sheet.seen.index("Tom") < sheet.seen.index("Ada") and "An interpreter: Bengali" in sheet.seen
    assert "shred it afterwards" in sheet.seen and sheet.count("TH") == 4


@pytest.mark.parametrize("order", ["name", "needs"])
def test_large_print_is_large(browser: Browser, order: str) -> None:
    held = a_session_with_needs()
    sign_in_staff(browser)
    small, large = (a_sheet(browser, held, f"?order={order}&size={size}") for size in ("", "large"))
    assert min(large.sizes) >= 16 and 18 in large.sizes and 12 in small.sizes  # the foot of a page is 16 points
    assert large.sides == ({(297, 210)} if order == "needs" else {(210, 297)}) and small.sides == {(210, 297)}


@pytest.mark.parametrize("locale", ["", "/ur", "/bn"])
def test_names_of_any_script_are_there_in_every_language(browser: Browser, locale: str) -> None:
    held = ASession()
    for name in NAMES:
        ABooking(held, APerson(name))
    sign_in_staff(browser)
    sheet = a_sheet(browser, held, "?size=large", locale)
    assert sheet.root["/Lang"] == (locale.strip("/") or "en") and sheet.count("TD") == 3 * len(NAMES)
    seen = sheet.seen.replace("\u200b", "")
    assert "Amina Khan" in seen and "Zoë Łukasz" in seen
    assert all("missing" not in font for font in sheet.fonts)


def test_the_head_of_the_table_stands_on_every_page(browser: Browser) -> None:
    held = ASession(capacity=60)
    for n in range(60):
        ABooking(held, APerson(f"Person {n:02}"))
    sign_in_staff(browser)
    sheet = a_sheet(browser, held)
    assert sheet.pages > 2
    assert all("Did not come" in page.extract_text() for page in sheet.reader.pages if "Person" in page.extract_text())


def test_a_series_has_a_list_for_each_date(browser: Browser, clock: Clock) -> None:
    held = a_series(clock)
    ABooking(held, APerson("Ada"))
    sign_in_staff(browser)
    assert "Day: 1 of 2" in a_sheet(browser, held).seen
    second = a_sheet(browser, held, "?number=2").seen
    assert "Day: 2 of 2" in second and "Monday 9 March 2026" in second


def test_a_list_without_names_says_so(browser: Browser) -> None:
    sign_in_staff(browser)
    sheet = a_sheet(browser, ASession())
    assert "Nobody has a place yet." in sheet.seen and sheet.count("TH") == 0


def test_two_thousand_names_are_printed_too(app: Flask, clock: Clock) -> None:
    date = Date(1, clock.now, clock.now + timedelta(hours=2))
    about = sheets.About("Introduction to QI", "Example House", "", date, 1, 1)
    pdf = Sheet(sheets.attendance(about, [a_name(n) for n in range(2000)], None, now=clock.now))
    assert (
        pdf.count("TD") == 6000
        and "Person 1999" in pdf.reader.pages[-2].extract_text() + pdf.reader.pages[-1].extract_text()
    )


def a_name(n: int) -> Name:
    told: dict[str, Any] = {"mode": "in_person", "places": 1, "companion": "", "who": "not_said", "is_walk_in": False}
    return Name(n, n, f"Person {n}", "KRT 462 W", **told, has_needs=False, came=None, has_companion_come=None)


def test_what_a_person_typed_is_never_taken_for_instructions(browser: Browser) -> None:
    held = ASession()
    ABooking(held, APerson("#panic() *Ada* $x$"))
    sign_in_staff(browser)
    assert "#panic() *Ada* $x$" in a_sheet(browser, held).seen


def test_a_list_in_urdu_is_read_from_the_right(app: Flask, clock: Clock) -> None:
    date = Date(1, clock.now, clock.now + timedelta(hours=2))
    about = sheets.About("Introduction to QI", "Example House", "", date, 1, 1)
    with words.speaking("ur"):
        data = sheets.attendance_data(about, [a_name(1)], None, now=clock.now)
    assert data["direction"] == "rtl" and data["rows"][0]["is_rtl"] is False
