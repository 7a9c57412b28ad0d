"""The front page and a person's own."""

from __future__ import annotations

from datetime import timedelta

from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, AnExpression, AnOpening, APerson, AProject, ASession, AStory
from tests.staffing import sign_in


def test_the_front_page_leads_to_each_thing_that_someone_can_do(browser: Browser) -> None:
    page = browser.visit("/")
    for words, address in (
        ("Find a project to join", "/projects"),
        ("Offer to join anything that suits you", "/join"),
        ("Book training: a first look at quality improvement", "/training"),
        ("Tell us your story", "/stories/share"),
    ):
        assert page.follow(words).path == address


def test_the_front_page_shows_what_is_new_and_nothing_that_is_not_public(browser: Browser, clock: Clock) -> None:
    AnOpening(AProject("Calmer mornings"))
    AProject("Not looking for anybody")
    AStory("What helped me")
    AStory("Unread", state="waiting")
    soon = ASession()
    ASession(starts_at=clock.now - timedelta(days=1))
    ASession(state="draft")
    page = browser.visit("/")
    assert "Calmer mornings" in page.links and "Not looking for anybody" not in page.words
    assert "What helped me" in page.links and "Unread" not in page.words
    assert [h for h in page.links.values() if h.startswith("/training/")] == [f"/training/{soon.slug}"]
    assert "Set-Cookie" not in page.response.headers


def test_the_front_page_costs_four_queries(browser: Browser, at_most: AtMost) -> None:
    for _n in range(8):
        AnOpening(AProject())
        AStory()
        ASession()
    with at_most(queries=4):
        browser.visit("/")


def test_one_s_own_page_shows_everything_asked_for_and_how_to_take_it_back(browser: Browser) -> None:
    amina = APerson("Amina Khan")
    interest = AnExpression(amina, AProject("Calmer mornings"))
    booking = ABooking(ASession(), amina)
    story = AStory("What helped me", person_id=amina.id, state="waiting")
    sign_in(browser, amina)
    page = browser.visit("/you")
    for words in ("Amina Khan", "Calmer mornings", "Introduction to QI", "What helped me"):
        assert words in page.words
    for thing in (interest, booking, story):
        assert thing.reference in page.words
    assert f"/you/interests/{interest.id}/withdraw" in page.links.values()
    assert f"/you/bookings/{booking.id}/cancel" in page.links.values()
    assert f"/you/stories/{story.id}" in page.links.values()


def test_what_comes_next_stands_first_and_by_date(browser: Browser, clock: Clock) -> None:
    amina = APerson("Amina Khan")
    AnExpression(amina, AProject("Calmer mornings"), answer_by=(clock.now + timedelta(days=3)).date())
    soon = ASession(ACourse("Pocket QI"), starts_at=clock.now + timedelta(days=5))
    late = ASession(ACourse("Coaching"), starts_at=clock.now + timedelta(days=20))
    ABooking(late, amina)
    offered = ABooking(soon, amina, status="offered", offer_ends_at=clock.now + timedelta(days=1))
    ABooking(ASession(ACourse("Gone by"), starts_at=clock.now - timedelta(days=1)), amina)
    ABooking(ASession(ACourse("Called off"), state="cancelled"), amina)
    sign_in(browser, amina)
    page = browser.visit("/you")
    found = [" ".join(li.text_content().split()) for li in page.one("ol.nhsuk-list").findall("li")]
    assert ["keep a place" in found[0], "will answer you" in found[1], "Coaching" in found[2]] == [True] * 3
    assert len(found) == 3
    answered = page.follow("Take it, or pass it on").press("Yes, I take the place")
    assert answered.heading == "You have a place" and answered.path.startswith(f"/you/bookings/{offered.id}?")


def test_training_that_is_over_says_what_came_of_it(browser: Browser, clock: Clock) -> None:
    amina, past = APerson("Amina Khan"), clock.now - timedelta(days=9)
    for came in (True, False, None):
        ABooking(ASession(starts_at=past), amina, came=came)
    ABooking(ASession(state="cancelled"), amina)
    sign_in(browser, amina)
    words = browser.visit("/you").words
    assert words.count("You took part") == 1 and words.count("It is over") == 2
    assert "This training is cancelled" in words and "You have a place" not in words


def test_a_promise_that_we_missed_stays_first_and_says_sorry(browser: Browser, clock: Clock) -> None:
    amina = APerson("Amina Khan")
    AnExpression(amina, AProject(), answer_by=(clock.now - timedelta(days=1)).date())
    sign_in(browser, amina)
    assert "should have answered you by then. We are sorry." in browser.visit("/you").words_in("ol.nhsuk-list")


def test_one_s_own_page_says_where_each_story_is_used(browser: Browser) -> None:
    amina = APerson("Amina Khan")
    AStory("Told to everyone", person_id=amina.id)
    AStory("Told to nobody", person_id=amina.id, uses=())
    sign_in(browser, amina)
    words = browser.visit("/you").words
    assert "Everyone may read it on this website" in words and "It is used nowhere now." in words


def test_nobody_sees_what_is_another_s(browser: Browser) -> None:
    theirs = AnExpression(APerson("Someone Else"), AProject("Not yours"))
    booking = ABooking(ASession(), APerson("Someone Else"))
    story = AStory("Not yours", person_id=APerson().id, state="waiting")
    sign_in(browser, APerson("Amina Khan"))
    assert "Not yours" not in browser.visit("/you").words
    browser.visit(f"/you/interests/{theirs.id}/withdraw", expect=404)
    browser.visit(f"/you/bookings/{booking.id}", expect=404)
    browser.visit(f"/you/bookings/{booking.id}/cancel", expect=404)
    browser.visit(f"/you/stories/{story.id}", expect=404)


def test_an_empty_page_says_what_one_can_do(browser: Browser) -> None:
    sign_in(browser, APerson())
    assert browser.visit("/you").follow("Book training").path == "/training"


def test_one_s_own_page_costs_the_same_however_much_is_there(browser: Browser, at_most: AtMost) -> None:
    amina = APerson()
    for _n in range(6):
        AnExpression(amina, AProject())
        ABooking(ASession(), amina)
        AStory(person_id=amina.id)
    sign_in(browser, amina)
    with at_most(queries=10):
        browser.visit("/you")


def test_one_s_own_page_is_never_kept_and_can_be_left_at_once(browser: Browser) -> None:
    sign_in(browser, APerson())
    page = browser.visit("/you")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Leave this page" in page.links
