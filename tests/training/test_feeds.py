"""Training as other programs read it: news, open data, and what search engines find on a session's page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from portal.kit import clock as portal_clock
from portal.training import services
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import ABooking, ACourse, APerson, ASession
from tests.training.steps import details_of, fresh
from tests.training.test_calendar import a_further

ROOT = Path(__file__).resolve().parent.parent.parent
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SECRETS = {"online_link": "https://meet.example/secret", "dial_in": "0161 496 0000", "host_name": "Sam Host"}


def feed_of(browser: Browser, path: str = "/training.atom") -> Any:
    page = browser.visit(path)
    assert page.response.mimetype == "application/atom+xml"
    return etree.fromstring(page.response.get_data())


def said(element: Any, path: str) -> list[str]:
    return [str(found) for found in element.xpath(path, namespaces=ATOM)]


def event_on(browser: Browser, slug: str, before: str = "") -> dict[str, Any]:
    (script,) = browser.visit(f"{before}/training/{slug}").all("script[type='application/ld+json']")
    return dict(json.loads(script.text))


def test_the_news_have_all_that_the_standard_asks_of_a_feed(browser: Browser) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated each, an author, and links to itself and to the page."""
    ASession(ACourse("First step"))
    ASession(ACourse("Second & <last> step"))
    feed = feed_of(browser)
    entries = feed.findall("a:entry", ATOM)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed" and len(entries) == 2
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1, name
        assert datetime.fromisoformat(said(element, "a:updated/text()")[0]).tzinfo is not None
        assert said(element, "a:id/text()")[0].startswith("http://localhost/training")
    assert said(feed, "a:author/a:name/text()") == ["Example NHS Trust"]
    assert said(feed, "a:link[@rel='self']/@href") == ["http://localhost/training.atom"]
    assert said(feed, "a:link[@rel='alternate']/@href") == ["http://localhost/training"]
    ids = said(feed, "a:entry/a:id/text()")
    assert len(set(ids)) == 2 and ids == said(feed, "a:entry/a:link[@rel='alternate']/@href")
    assert "Second & <last> step" in said(feed, "a:entry/a:title/text()")


def test_what_changed_last_stands_first_and_says_that_it_is_cancelled(browser: Browser, clock: Clock) -> None:
    first, second = ASession(ACourse("First step")), ASession(ACourse("Second step")).id
    services.change_session(
        first.id, details_of(fresh(first), venue="Room 9"), by=APerson().id, now=clock.advance(hours=1), version=1
    )
    assert said(feed_of(browser), "a:entry/a:title/text()") == ["First step", "Second step"]
    services.cancel_session(second, by=APerson().id, now=clock.advance(hours=1))
    feed = feed_of(browser)
    assert said(feed, "a:entry/a:title/text()") == ["Cancelled: Second step", "First step"]
    assert datetime.fromisoformat(said(feed, "a:updated/text()")[0]) == clock.now
    assert "Room 9" in said(feed, "a:entry/a:summary/text()")[1]


def test_news_of_nothing_are_a_feed_too(browser: Browser) -> None:
    feed = feed_of(browser)
    assert said(feed, "a:entry") == [] and len(said(feed, "a:updated/text()")) == 1


def test_news_in_another_language_say_when_in_that_language(browser: Browser) -> None:
    ASession(mode="online")
    assert "10am to midday, UK time" in said(feed_of(browser), "a:entry/a:summary/text()")[0]
    feed = feed_of(browser, "/ur/training.atom")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ur"
    assert said(feed, "a:entry/a:id/text()")[0].startswith("http://localhost/ur/training/")


@pytest.mark.parametrize("path", ["/training.ics", "/training.atom", "/open/training.json"])
def test_no_feed_tells_what_only_those_who_booked_may_know(browser: Browser, path: str) -> None:
    ABooking(ASession(mode="both", online_capacity=5, **SECRETS), APerson("Amina Khan"))
    page = browser.visit(path)
    for secret in ("meet.example", "0161", "Amina", "Sam Host"):
        assert secret not in page.text
    assert "Set-Cookie" not in page.response.headers and page.response.headers["X-Robots-Tag"] == "noindex"


def test_a_page_of_training_tells_programs_where_its_feeds_are(browser: Browser) -> None:
    page = browser.visit("/training")
    found = {link.get("type"): link.get("href") for link in page.all("link[rel='alternate']") if link.get("type")}
    assert found == {
        "text/calendar": "/training.ics",
        "application/atom+xml": "/training.atom",
        "application/json": "/open/training.json",
    }
    for kind, path in found.items():
        assert browser.visit(path).response.mimetype == kind


def test_open_data_may_be_read_by_any_site_and_says_on_which_terms(browser: Browser) -> None:
    ASession(ACourse("First step"))
    page = browser.visit("/open/training.json")
    data = json.loads(page.text)
    assert page.response.headers["Access-Control-Allow-Origin"] == "*"
    assert data["@context"] == "https://schema.org" and data["@type"] == "DataFeed"
    assert "You may use this freely" in data["conditionsOfAccess"] and "made up" in data["description"]
    (item,) = data["dataFeedElement"]
    assert item["item"]["name"] == "First step" and datetime.fromisoformat(item["dateModified"])


def test_every_field_of_open_data_is_explained(browser: Browser) -> None:
    qi_session = ASession(mode="both", online_capacity=5, moved_from_at=portal_clock.now())
    a_further(qi_session, 2, qi_session.starts_at + timedelta(weeks=1))
    explained = (ROOT / "docs" / "open-training.md").read_text(encoding="utf-8")
    for name in _names(json.loads(browser.visit("/open/training.json").text)):
        assert f"`{name}`" in explained, name


def _names(found: Any) -> set[str]:
    if isinstance(found, list):
        return set().union(*map(_names, found))
    return set(found) | set().union(*map(_names, found.values())) if isinstance(found, dict) else set()


def test_a_session_s_page_tells_search_engines_all_they_ask(browser: Browser) -> None:
    qi_session = ASession(ACourse("First step", summary="A first look."), capacity=10)
    ABooking(qi_session)
    event = event_on(browser, qi_session.slug)
    here = f"http://localhost/training/{qi_session.slug}"
    assert event["@context"] == "https://schema.org" and event["@type"] == "Event"
    assert (event["name"], event["description"], event["url"]) == ("First step", "A first look.", here)
    assert (event["startDate"], event["endDate"]) == ("2026-03-16T10:00:00+00:00", "2026-03-16T12:00:00+00:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["location"] == {
        "@type": "Place",
        "name": "Example House, Room 2",
        "address": "Example House, Room 2",
    }
    assert event["organizer"]["name"] == "Example NHS Trust"
    assert event["isAccessibleForFree"] is True and event["inLanguage"] == "en"
    assert (event["maximumAttendeeCapacity"], event["remainingAttendeeCapacity"]) == (10, 9)
    assert event["offers"]["availability"] == "https://schema.org/InStock" and event["offers"]["url"] == f"{here}/book"


def test_in_summer_its_hours_are_summer_hours(browser: Browser, clock: Clock) -> None:
    clock.now = datetime(2026, 6, 1, 9, tzinfo=portal_clock.HERE)
    event = event_on(browser, ASession(starts_at=clock.now + timedelta(days=1)).slug)
    assert event["startDate"] == "2026-06-02T09:00:00+01:00"


def test_online_or_both_ways_or_full_or_cancelled_it_says_so(browser: Browser) -> None:
    online = event_on(browser, ASession(mode="online", **SECRETS).slug)
    assert online["location"]["@type"] == "VirtualLocation" and "meet.example" not in json.dumps(online)
    both = ASession(mode="both", capacity=1, online_capacity=2)
    ABooking(both)
    event = event_on(browser, both.slug)
    assert [where["@type"] for where in event["location"]] == ["Place", "VirtualLocation"]
    assert event["remainingAttendeeCapacity"] == 2 and event["offers"]["availability"].endswith("InStock")
    full = ASession(capacity=1)
    ABooking(full)
    assert event_on(browser, full.slug)["offers"]["availability"].endswith("SoldOut")
    cancelled = event_on(browser, ASession(state="cancelled").slug)
    assert cancelled["eventStatus"].endswith("EventCancelled") and cancelled["remainingAttendeeCapacity"] == 0


def test_one_that_moved_says_from_when(browser: Browser, clock: Clock) -> None:
    qi_session = ASession()
    slug, by = qi_session.slug, APerson().id
    to = qi_session.starts_at + timedelta(days=14)
    details = details_of(fresh(qi_session), starts_at=to, ends_at=to + timedelta(hours=1))
    services.change_session(qi_session.id, details, by=by, now=clock.now, version=1)
    event = event_on(browser, slug)
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (event["previousStartDate"], event["startDate"]) == (
        "2026-03-16T10:00:00+00:00",
        "2026-03-30T11:00:00+01:00",
    )


def test_what_moved_before_anyone_could_see_it_never_moved(browser: Browser, clock: Clock) -> None:
    qi_session = ASession(state="draft")
    slug, by = qi_session.slug, APerson().id
    to = qi_session.starts_at + timedelta(days=14)
    details = details_of(fresh(qi_session), starts_at=to, ends_at=to + timedelta(hours=1))
    services.change_session(qi_session.id, details, by=by, now=clock.now, version=1)
    services.publish(qi_session.id, by=by, now=clock.now)
    assert event_on(browser, slug)["eventStatus"] == "https://schema.org/EventScheduled"


def test_each_date_of_a_series_is_a_part_of_it(browser: Browser, clock: Clock) -> None:
    qi_session = ASession()
    a_further(qi_session, 2, qi_session.starts_at + timedelta(weeks=1), cancelled_at=clock.now)
    a_further(qi_session, 3, qi_session.starts_at + timedelta(weeks=3))
    event = event_on(browser, qi_session.slug)
    status = [part["eventStatus"].rpartition("/")[2] for part in event["subEvent"]]
    assert status == ["EventScheduled", "EventCancelled", "EventScheduled"]
    assert event["endDate"] == event["subEvent"][2]["endDate"] == "2026-04-06T13:00:00+01:00"


def test_no_words_can_break_out_of_what_search_engines_read(browser: Browser) -> None:
    sneaky = "</script><script>alert(1)</script><!-- & \u2028 ]]>"
    qi_session = ASession(ACourse(sneaky, summary=sneaky))
    page = browser.visit(f"/training/{qi_session.slug}")
    assert len(page.all("script")) == 2 and "<script>alert" not in page.text
    assert event_on(browser, qi_session.slug)["name"] == sneaky
