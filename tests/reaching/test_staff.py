"""Staff see whom we reach, and can pick out nobody."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.reaching import WINTER, answered
from tests.staffing import sign_in_staff

AUTUMN = date(2025, 10, 1)
SEX = {"female": 20, "male": 12, "not_said": 8}


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    """2 April: the winter quarter is over, with a day between."""
    clock.advance(days=31)


@pytest.fixture
def staff(browser: Browser) -> Browser:
    """A People Participation lead, signed in."""
    sign_in_staff(browser)
    return browser


def lines(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.text.removeprefix("\ufeff"))))


def table_of(page: Page, question: str) -> str:
    """The words of the table that follows the question; none when it is hidden whole."""
    found = [table for table in page.all("table") if question in table.getprevious().text_content()]
    return " ".join(found[0].text_content().split()) if found else ""


def test_a_number_is_said_with_how_many_answered_when_nothing_is_hidden(staff: Browser) -> None:
    answered(sex=SEX)
    table = table_of(staff.visit("/staff/reaching"), "What is your sex?")
    assert "January 2026 to March 2026" in table
    assert "20 of 40" in table and "12 of 40" in table and "8 of 40" in table


def test_a_small_number_is_hidden_in_words_and_so_are_the_next_and_the_total(staff: Browser) -> None:
    answered(carer={"yes": 3, "no": 30, "not_said": 7})
    page = staff.visit("/staff/reaching")
    table = table_of(page, "without being paid")
    assert table.count("Hidden: fewer than 5, or hidden so that nobody can be picked out") == 2
    assert "30" in table and "40" not in page.words_in("main")
    assert "We do not say which is which" in page.words


def test_a_question_that_few_answered_is_hidden_whole(staff: Browser) -> None:
    answered(sex=SEX, carer={"yes": 1})
    page = staff.visit("/staff/reaching")
    assert not table_of(page, "without being paid")
    assert page.words.count("Too few people answered. All numbers are hidden") == 8


def test_a_quarter_that_is_not_over_cannot_be_seen_by_any_address(staff: Browser, clock: Clock) -> None:
    answered(date(2026, 4, 1), sex=SEX)
    page = staff.visit("/staff/reaching")
    assert "There is nothing to show yet" in page.words and not page.all("table")
    staff.visit("/staff/reaching?quarter=2026-04-01", expect=404)
    staff.visit("/staff/reaching.csv?quarter=2026-04-01", expect=404)
    staff.visit("/staff/reaching.csv", expect=404)
    clock.advance(days=91)  # 2 July
    sign_in_staff(staff)
    assert "20 of 40" in staff.visit("/staff/reaching").words


def test_a_quarter_is_shown_only_when_a_day_lies_between(staff: Browser, clock: Clock) -> None:
    answered(sex=SEX)
    clock.advance(days=-1)
    assert "There is nothing to show yet" in staff.visit("/staff/reaching").words


def test_staff_choose_another_quarter(staff: Browser) -> None:
    answered(AUTUMN, sex={"female": 50, "male": 6, "not_said": 5})
    answered(sex=SEX)
    page = staff.visit("/staff/reaching")
    assert "20 of 40" in page.words
    page = page.press("Show", quarter=AUTUMN.isoformat())
    assert "50 of 61" in page.words and "20 of 40" not in page.words
    assert page.one("option[selected]").text_content() == "October 2025 to December 2025"


def test_a_quarter_that_never_was_is_not_found(staff: Browser) -> None:
    answered(sex=SEX)
    for quarter in ("1999-01-01", "2026-02-01", "x", "%00", "٢٠٢٦-٠١-٠١"):
        staff.visit(f"/staff/reaching?quarter={quarter}", expect=404)


def test_the_file_hides_what_the_page_hides(staff: Browser) -> None:
    answered(sex=SEX, carer={"yes": 3, "no": 30, "not_said": 7})
    page = staff.visit("/staff/reaching").follow("These tables as a file")
    assert page.response.mimetype == "text/csv"
    assert f"who-we-reach-{WINTER}.csv" in page.response.headers["Content-Disposition"]
    found = {(row[1], row[2]): row[3:] for row in lines(page)}
    assert found["What is your sex?", "Female"] == ["20", "40"]
    carers = "Do you look after someone, without being paid for it?"
    assert found[carers, "Yes"] == ["Hidden", ""] and found[carers, "No"] == ["30", ""]
    assert found["How old are you?", "Under 18"] == ["Hidden", ""]


def test_the_file_hides_nothing_less_in_any_question(staff: Browser) -> None:
    answered(orientation={"straight": 40, "gay": 4, "bisexual": 4, "other": 6, "not_said": 9})
    rows = [row for row in lines(staff.visit("/staff/reaching.csv")) if "orientation" in row[1]]
    assert [row[3] for row in rows] == ["40", "Hidden", "Hidden", "Hidden", "9"]


def test_the_page_costs_the_same_however_much_was_counted(staff: Browser, at_most: AtMost) -> None:
    for year in range(2015, 2026):
        answered(date(year, 1, 1), sex=SEX)
    with at_most(queries=4):  # who asks, what they may, the quarters, and the counts
        staff.visit("/staff/reaching")
    with at_most(queries=4):
        staff.visit("/staff/reaching.csv")


def test_staff_without_the_permission_are_sent_away_and_not_offered_it(browser: Browser) -> None:
    answered(sex=SEX)
    sign_in_staff(browser, "moderator")
    assert "Reports" not in browser.visit("/staff").links
    for address in ("/staff/reports", "/staff/reaching", "/staff/reaching.csv"):
        browser.visit(address, expect=403)


def test_staff_find_it_among_the_reports(staff: Browser, at_most: AtMost) -> None:
    page = staff.visit("/staff").follow("Reports")
    assert page.heading == "Reports"
    assert page.follow("Who are we reaching?").heading == "Who are we reaching?"
    with at_most(queries=2):
        page = staff.visit("/staff/reports")
    assert page.follow("How well we meet people's needs").heading == "How well we meet people's needs"
