"""How training is going: the numbers are right, the same in every file, and of one's own part of the Trust only."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from portal.database import add, writing
from portal.training.figures import Asked, Filled, Held, by_month, figures, percent
from portal.training.models import Booking, BookingStep, Course, QISession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, ADirectorate, APerson, ASession
from tests.staffing import sign_in_staff

AT = datetime(2026, 2, 10, 10, tzinfo=UTC)
HERE = ZoneInfo("Europe/London")


def booking(**given: Any) -> Asked:
    return Asked(
        **{
            "session_id": 1,
            "who": "carer",
            "status": "confirmed",
            "came": True,
            "is_walk_in": False,
            "places": 1,
            "has_companion_come": None,
            "has_waited": False,
            "got_from_line": False,
            "asked_at": AT - timedelta(days=10),
            "starts_at": AT,
            **given,
        }
    )


def a_session(**given: Any) -> Held:
    return Held(
        **{"id": 1, "directorate_id": None, "course_id": 1, "course": "Coach", "places": 10, "guests": 0, **given}
    )


def test_everyone_who_asked_is_counted_once() -> None:
    asked = [
        booking(),
        booking(came=False),
        booking(came=None),
        booking(status="cancelled", came=None),
        booking(status="lapsed", came=None),
        booking(status="waiting", came=None),
        booking(status="offered", came=None),
    ]
    found = figures([a_session()], asked)
    assert found.asked == 7 == found.had_place + found.gave_up + found.lapsed + found.never_got
    assert found.had_place == 3 == found.came + found.stayed_away + found.not_noted


def test_who_came_without_booking_fills_a_place_and_asked_for_none() -> None:
    found = figures([a_session(guests=2)], [booking(is_walk_in=True), booking()])
    assert (found.walk_ins, found.asked, found.came, found.guests) == (1, 1, 1, 2)
    assert (found.filled, found.filled_percent) == (4, 40.0)
    assert found.days == [10], "who did not ask did not wait"


def test_two_who_come_together_fill_two_places() -> None:
    pair = booking(places=2, has_companion_come=True)
    alone = booking(places=2, has_companion_come=False)
    found = figures([a_session()], [pair, alone])
    assert (found.given, found.filled, found.came) == (4, 3, 2)


@pytest.mark.parametrize(
    ("days", "middle", "longest"),
    [([], None, None), ([3], 3, 3), ([1, 9, 2], 2, 9), ([1, 2, 4, 40], 3, 40), ([0, 0, 1, 1], 0.5, 1)],
)
def test_half_of_those_who_came_waited_no_longer_than_the_middle(
    days: list[int], middle: float | None, longest: int | None
) -> None:
    asked = [booking(asked_at=AT - timedelta(days=n, hours=1)) for n in days] + [booking(came=False, asked_at=AT)]
    found = figures([a_session()], asked)
    assert (found.middle_days, found.longest_days) == (middle, longest)


def test_a_session_for_which_nobody_noted_who_came_says_nothing_of_how_full_it_was() -> None:
    found = figures([a_session(), a_session(id=2)], [booking(), booking(session_id=2, came=None)])
    assert (found.places, found.noted_places, found.filled_percent) == (20, 10, 10.0)
    assert figures([a_session()], [booking(came=None)]).filled_percent is None
    assert percent(0, 0) is None


def test_a_month_is_one_of_the_trust_s_own_time() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London
    found = by_month([Filled(late, 10, 5), Filled(AT, 10, 4), Filled(AT, 30, 12)], HERE)
    assert [(month.month, value) for month, value in found.items()] == [(2, 40.0), (7, 50.0)]


def held(course: Course | None = None, *, days_ago: int = 10, clock: Clock, **given: Any) -> QISession:
    starts_at = clock.now - timedelta(days=days_ago)
    made: QISession = ASession(course, starts_at=starts_at, **given)
    return made


def steps(of: Booking, *statuses: str, at: datetime) -> None:
    with writing():
        for status in statuses:
            add(BookingStep(booking_id=of.id, status=status, at=at))


@pytest.fixture
def a_quarter(app: Flask, clock: Clock) -> QISession:
    """A session in February to which some came and some did not, and one that began today."""
    east = ADirectorate(name="East London")
    qi_session = held(ACourse("=Coach"), clock=clock, directorate_id=east.id, guests=1)
    asked_at = qi_session.starts_at - timedelta(days=20)
    ABooking(qi_session, APerson("Ada"), who="service_user", came=True, asked_at=asked_at)
    ABooking(qi_session, APerson("Grace"), who="carer", came=False, asked_at=asked_at)
    ABooking(qi_session, APerson("Olga"), who="carer", status="cancelled", asked_at=asked_at)
    waited = ABooking(qi_session, APerson("Wendy"), who="staff", came=True, asked_at=asked_at + timedelta(days=6))
    steps(waited, "waiting", "offered", "confirmed", at=asked_at)
    ABooking(ASession(starts_at=clock.now - timedelta(hours=1)), came=True)
    return qi_session


def table(page: Page, caption: str, heading: str) -> dict[str, list[str]]:
    """The cells of a table, by what each line is called."""

    def said(cell: Any) -> str:
        return str(cell.xpath("./span")[-1].text_content()).strip()

    (found,) = [
        one
        for one in page.all("table")
        if one.xpath(".//caption")[0].text_content().startswith(caption)
        and one.xpath(".//thead//th")[0].text_content() == heading
    ]
    return {
        said(line.xpath("./th")[0]): [said(cell) for cell in line.xpath("./td")] for line in found.xpath(".//tbody/tr")
    }


def test_a_quarter_is_told_apart_by_part_of_the_trust_by_who_and_by_course(
    browser: Browser, a_quarter: QISession
) -> None:
    sign_in_staff(browser)
    page = browser.visit("/staff/reports").follow("How training is going")
    assert "January 2026 to March 2026" in page.words
    assert "East London" in page.words and "=Coach" in page.words and "Ada" not in page.words
    who = table(page, "Who asked and who came", "Who")
    assert who["A carer"] == ["2", "1", "0", "1", "0", "1", "0", "0", "0"]
    assert who["A service user"] == ["1", "1", "1", "0", "0", "0", "0", "0", "0"]
    assert who["Total"] == ["4", "3", "2", "1", "0", "1", "0", "0", "0"]
    assert table(page, "Who asked and who came", "Course")["=Coach"] == who["Total"]
    assert table(page, "How full it was", "Part of the Trust")["East London"] == ["1", "10", "3", "30", "3", "30", "1"]
    assert table(page, "How long people waited", "Course")["=Coach"] == ["1", "1", "17", "20"]
    assert table(page, "How long people waited", "Who")["A carer"] == ["0", "0", "Not known", "Not known"]


def test_every_file_has_the_numbers_of_the_page_and_a_title_that_begins_as_a_formula_stays_words(
    browser: Browser, a_quarter: QISession
) -> None:
    sign_in_staff(browser)
    page = browser.visit("/staff/training/report")
    answer = browser.client.get(page.links["Take these figures as a workbook (XLSX)"])
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert 'filename="training-2026-01-01.xlsx"' in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["By part of the Trust", "By who takes part", "By course"]
    heading, course, total = book.get_sheet_by_name("By course").to_python()
    assert (heading[0], course[0]) == ("Course", "=Coach")
    assert course[1:4] == total[1:4] == [4.0, 3.0, 2.0] and heading[1:4] == [
        "Asked for a place",
        "Had a place in the end",
        "Came",
    ]
    lines = browser.client.get(page.links["Take these figures as a file (CSV)"]).get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 2 + 6 + 2
    (line,) = [one for one in lines if "'=Coach" in one]
    assert line.startswith("January 2026 to March 2026,By course,'=Coach,4,3,2,1,0,1,0,0,0,1,1,17")


def test_what_was_never_held_is_not_counted(browser: Browser, clock: Clock) -> None:
    for given in (
        {"state": "draft"},
        {"state": "cancelled"},
        {"template_name": "Pattern"},
        {"last_ends_at": clock.now + timedelta(days=1)},
    ):
        ABooking(held(clock=clock, **given), came=True)
    sign_in_staff(browser)
    page = browser.visit("/staff/training/report?period=all")
    assert "No session was held in these months." in page.words and not page.all("table")


def test_the_months_that_are_asked_for_are_shown(browser: Browser, clock: Clock) -> None:
    ABooking(held(ACourse("New"), clock=clock), came=True)
    ABooking(held(ACourse("Older"), clock=clock, days_ago=100), came=True)
    ABooking(held(ACourse("Oldest"), clock=clock, days_ago=1000), came=True)
    sign_in_staff(browser)

    def shown(period: str) -> set[str]:
        page = browser.visit("/staff/training/report").press("Show", period=period)
        return {name for name in ("New", "Older", "Oldest") if f" {name} " in page.words}

    assert shown("2026-01-01") == {"New"} and shown("2025-10-01") == {"Older"}
    assert shown("year-2025") == {"New", "Older"} and shown("all") == {"New", "Older", "Oldest"}
    assert shown("nonsense") == {"New"}


def test_staff_of_one_part_of_the_trust_see_its_figures_only(browser: Browser, clock: Clock) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    ABooking(held(ACourse("Ours"), clock=clock, directorate_id=east.id), came=True)
    ABooking(held(ACourse("Theirs"), clock=clock, directorate_id=west.id), came=True)
    ABooking(held(ACourse("Of all"), clock=clock), came=True)
    sign_in_staff(browser, "improvement_advisor", east)
    page = browser.visit("/staff/training/report")
    assert "Ours" in page.words and "Theirs" not in page.words and "Of all" not in page.words
    assert "Theirs" not in browser.client.get("/staff/training/report.csv").get_data(as_text=True)


def test_reports_are_for_those_who_may_see_them(browser: Browser) -> None:
    sign_in_staff(browser, "moderator")
    for ending in ("", ".csv", ".xlsx"):
        browser.visit(f"/staff/training/report{ending}", expect=403)


def monthly(came: list[int]) -> None:
    """A session of ten places in the middle of each month before this one, the last one in February 2026."""
    for ago, count in enumerate(reversed(came)):
        years, month = divmod(13 - ago, 12)
        qi_session = ASession(starts_at=datetime(2025 + years, month + 1, 15, 10, tzinfo=UTC))
        for n in range(max(count, 1)):
            ABooking(qi_session, came=n < count)


def test_the_chart_tells_a_change_in_words_and_every_point_in_a_table(browser: Browser, clock: Clock) -> None:
    monthly([2, 3, 2, 3, 2, 3, 8, 9, 8, 9, 8, 9])
    sign_in_staff(browser)
    page = browser.visit("/staff/training/report")
    picture = page.one("svg.app-chart")
    assert picture.get("role") == "img"
    for id in picture.get("aria-labelledby").split():
        assert page.one(f"#{id}").text_content().strip()
    assert len(page.all("svg.app-chart rect")) == 12 and not page.all("svg.app-chart circle")
    assert "6 points in a row are above the middle line" in page.words
    assert "6 points in a row are below the middle line" in page.words
    assert "2 stretches, where chance makes 4 to 10" in page.words
    months = table(page, "Places filled by those who came", "Month")
    assert len(months) == 12 and list(months.values())[-1] == ["90"]


def test_with_fewer_than_ten_months_nothing_is_read_into_the_chart(browser: Browser, clock: Clock) -> None:
    monthly([1, 9, 1, 9])
    sign_in_staff(browser)
    page = browser.visit("/staff/training/report")
    assert "fewer than 10 points" in page.words and len(page.all("svg.app-chart circle")) == 4


def test_months_without_a_change_say_that_there_is_none(browser: Browser, clock: Clock) -> None:
    monthly([5, 7, 4, 6, 8, 3, 6, 4, 7, 5, 3, 8])
    sign_in_staff(browser)
    page = browser.visit("/staff/training/report")
    assert "Nothing says that something changed" in page.words


def test_in_urdu_time_still_runs_from_left_to_right(browser: Browser, clock: Clock) -> None:
    monthly([5, 7, 4])
    sign_in_staff(browser)
    page = browser.visit("/ur/staff/training/report")
    assert page.one("html").get("dir") == "rtl" and page.one("svg.app-chart").getparent().get("dir") == "ltr"


def test_the_report_costs_the_same_however_much_there_is(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    for ago in range(1, 5):
        qi_session = held(clock=clock, days_ago=ago, directorate_id=ADirectorate().id)
        for _n in range(4):
            ABooking(qi_session, came=True)
    sign_in_staff(browser)
    with at_most(queries=6):
        browser.visit("/staff/training/report")
