"""Courses, as someone reads who thinks about coming."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.database import add, writing
from portal.training import services
from portal.training.models import Course, TrainingFeedback
from portal.training.services import CourseDetails
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, APerson, ASession


def the_path() -> list[Course]:
    """Introduction, fundamentals, leaders, coach; made in no order that anyone could guess from."""
    coach = ACourse("Improvement coach", who_for="staff_and_members")
    first = ACourse("Introduction", leads_to="")
    leaders = ACourse("Leaders", leads_to=coach.slug, who_for="staff_and_members")
    middle = ACourse("Fundamentals", leads_to=leaders.slug, who_for="everyone")
    with writing() as session:
        session.get_one(Course, first.id).leads_to = middle.slug
    return [first, middle, leaders, coach]


def feedback(course: Course, words: str, clock: Clock, *, is_shown: bool = True, **given: object) -> None:
    booking = ABooking(ASession(course, starts_at=clock.now - timedelta(days=9)), came=True)
    shown_at = clock.now if is_shown else None
    with writing():
        add(
            TrainingFeedback(
                **{
                    "booking_id": booking.id,
                    "words": words,
                    "may_show": True,
                    "said_at": clock.now,
                    "shown_at": shown_at,
                    **given,
                }
            )
        )


def test_courses_stand_in_the_order_of_the_path_and_single_workshops_after(browser: Browser) -> None:
    ACourse("A workshop")
    the_path()
    page = browser.visit("/training").follow("See all courses")
    assert [h.text_content() for h in page.all("main h3")] == [
        "Introduction",
        "Fundamentals",
        "Leaders",
        "Improvement coach",
        "A workshop",
    ]
    assert [h.text_content() for h in page.all("main h2")] == ["Step by step", "Single workshops"]
    steps = [" ".join(item.text_content().split()) for item in page.all("main ol.app-list li.app-list__item")]
    assert [step[:6] for step in steps] == ["Step 1", "Step 2", "Step 3", "Step 4"]


def test_the_list_says_for_whom_each_is_and_when_it_is_next(browser: Browser, clock: Clock) -> None:
    first, middle, *_rest = the_path()
    for days in (30, 20, 10, 40):
        ASession(first, starts_at=clock.now + timedelta(days=days))
    ASession(middle, state="draft")
    page = browser.visit("/training/courses")
    items = [" ".join(item.text_content().split()) for item in page.all("main li.app-list__item")]
    assert "Service users and carers" in items[0] and "You learn together with staff" not in items[0]
    assert items[0].index("Thursday 12 March 2026") < items[0].index("Sunday 22 March 2026")
    assert "10 places left" in items[0] and "Saturday 11 April 2026" not in items[0]  # the first three are enough
    assert "You learn together with staff" in items[1] and "No date is planned just now" in items[1]


def test_a_course_says_what_comes_before_and_after_it(browser: Browser) -> None:
    first, middle, leaders, coach = the_path()
    page = browser.visit(f"/training/courses/{middle.slug}")
    assert page.links["Introduction"] == f"/training/courses/{first.slug}"
    assert page.links["Leaders"] == f"/training/courses/{leaders.slug}"
    assert "Nothing. You can begin here." in browser.visit(f"/training/courses/{first.slug}").words
    assert "What it leads to" not in browser.visit(f"/training/courses/{coach.slug}").words


def test_a_course_says_all_that_one_needs_to_decide(browser: Browser) -> None:
    course = ACourse(
        "First step", what_you_learn="To see\nTo ask", length="Half a day", source_url="https://example.com/qi"
    )
    qi_session = ASession(course)
    page = browser.visit(f"/training/courses/{course.slug}")
    for said in ("First step", "A first look at QI", "To see", "To ask", "Half a day", "10 places left"):
        assert said in page.words
    assert page.links["see that page"] == "https://example.com/qi"
    there = page.follow("Monday 16 March 2026, 10am to midday")
    assert there.path == f"/training/{qi_session.slug}"
    assert there.follow("More about this course, and its other dates").path == page.path


def test_of_a_session_online_the_hours_are_said_to_be_those_of_the_uk(browser: Browser) -> None:
    course = ACourse()
    ASession(course, mode="online")
    for path in ("/training/courses", f"/training/courses/{course.slug}"):
        assert "10am to midday, UK time" in browser.visit(path).words


def test_without_a_date_it_says_so_kindly(browser: Browser) -> None:
    page = browser.visit(f"/training/courses/{ACourse().slug}")
    assert "No date is planned just now. Please look again soon." in page.words


def test_what_people_said_is_shown_without_a_name_and_only_what_may_be_shown(browser: Browser, clock: Clock) -> None:
    course, other = ACourse(), ACourse("Other")
    feedback(course, "I felt heard.", clock)
    feedback(course, "Staff have not read this.", clock, is_shown=False)
    feedback(course, "I took my yes back.", clock, may_show=False)
    feedback(other, "Of another course.", clock)
    page = browser.visit(f"/training/courses/{course.slug}")
    assert "I felt heard." in page.words and "Someone who came, March 2026" in page.words
    for hidden in ("Staff have not read", "took my yes back", "another course", "Person "):
        assert hidden not in page.words_in("main")
    assert "What people said" not in browser.visit(f"/training/courses/{ACourse('New').slug}").words


def test_a_course_that_is_not_there_is_not_found(browser: Browser) -> None:
    browser.visit("/training/courses/nothing", expect=404)
    browser.visit("/training/courses/book", expect=404)


def test_no_session_can_take_the_address_of_the_courses(browser: Browser, clock: Clock) -> None:
    by = APerson().id
    course_id = services.add_course(CourseDetails("Courses", "All of them."), by=by, now=clock.now)
    starts_at = clock.now + timedelta(days=3)
    details = services.SessionDetails(course_id, starts_at, starts_at + timedelta(hours=1), "in_person", 5)
    services.publish(services.add_session(details, by=by, now=clock.now), by=by, now=clock.now)
    assert browser.visit("/training/courses").heading == "Courses"
    assert browser.visit("/training").follow("Courses, 5 Mar 2026").path == "/training/courses-2026-03-05"


def test_courses_that_lead_round_in_a_circle_are_listed_once_each(browser: Browser) -> None:
    one = ACourse("One")
    two = ACourse("Two", leads_to=one.slug)
    with writing() as session:
        session.get_one(Course, one.id).leads_to = two.slug
    headings = [h.text_content() for h in browser.visit("/training/courses").all("main h3")]
    assert sorted(headings) == ["One", "Two"]


def test_search_engines_are_told_of_each_course(browser: Browser) -> None:
    course = ACourse()
    addresses = browser.visit("/sitemap.xml").text
    assert "<loc>http://localhost/training/courses</loc>" in addresses
    assert f"<loc>http://localhost/ur/training/courses/{course.slug}</loc>" in addresses


@pytest.mark.parametrize("count", [1, 15])
def test_the_pages_of_courses_cost_the_same_however_many_there_are(
    browser: Browser, clock: Clock, at_most: AtMost, count: int
) -> None:
    courses = [ACourse() for _n in range(count)]
    for course in courses:
        ASession(course)
        feedback(course, "Good.", clock)
    slug = courses[0].slug
    with at_most(queries=2):
        browser.visit("/training/courses")
    with at_most(queries=3):
        browser.visit(f"/training/courses/{slug}")


def test_in_urdu_the_words_of_staff_stay_english(browser: Browser) -> None:
    course = ACourse("First step", what_you_learn="To see")
    page = browser.visit(f"/ur/training/courses/{course.slug}")
    assert page.one("html").get("dir") == "rtl" and page.one("h1").xpath(".//span[@lang='en']")[0].text == "First step"
    assert browser.visit("/ur/training/courses").one("main h3").xpath(".//span[@lang='en']")
