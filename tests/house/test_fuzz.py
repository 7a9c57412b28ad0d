"""Whatever is sent to any door, by anybody, the answer is a page that was meant: never a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from portal import database
from portal.kit import references
from tests import factories
from tests.browser import Browser
from tests.rewards.steps import AClaim, AMemberWithPlan
from tests.staffing import sign_in, sign_in_staff

NASTY = [
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "٣",
    "\x00",
    "\ud800",
    "\u202eevil",
    "😀" * 50,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    '"; DROP TABLE person',
    "%s%n%(x)s {{7*7}}",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "a" * 5000,
    "31",
    "yes",
    "2026-02-30",
    "KRT 462 W",
]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]
HEADERS = [
    "Host",
    "Accept-Language",
    "Accept-Encoding",
    "If-None-Match",
    "Referer",
    "X-Forwarded-Host",
    "Range",
]
# Made once: making a strategy takes longer than drawing from it.
PART = TEXT.map(lambda text: text.replace("/", "-") or "x")
METHOD = st.sampled_from(METHODS[:3] * 3 + METHODS)
QUERY = st.dictionaries(st.sampled_from(["q", "place", "from", "next", "how", "page", "x"]), TEXT, max_size=2)
PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
HEADER = st.dictionaries(st.sampled_from(HEADERS), PLAIN, max_size=1)
KEEP = st.booleans() | st.just(True)
EACH_DOOR = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def _world() -> dict[str, list[Any]]:
    """One of each thing, so that addresses lead somewhere."""
    person = factories.APerson()
    place = factories.APlace()
    project = factories.AProject(directorate_id=factories.ADirectorate().id, places=[place])
    opening = factories.AnOpening(project)
    expression = factories.AnExpression(person, project)
    qi_session = factories.ASession()
    booking = factories.ABooking(qi_session, person)
    story = factories.AStory(person_id=person.id, contact_way_id=factories.way_of(person).id)
    waiting = factories.AStory("Unread", state="waiting", person_id=person.id)
    claim = AClaim(AMemberWithPlan(person, project=project))
    things = [claim, person, project, opening, expression, qi_session, booking, story, waiting]
    return {
        "person": [person],
        "int": [thing.id for thing in things],
        "slug": [project.slug, qi_session.slug, story.slug, place.slug],
        "token": [references.new_token(), "KRTW-462C-KRTW-462C"],
        "step": ["check", "done", "later", "who", "reach", "needs", "wants", "words", "name", "uses"],
    }


def _path(rule: Any, world: dict[str, list[Any]], draw: Callable[..., Any]) -> str:
    path = rule.rule
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        known = world["int"] if kind == "IntegerConverter" else world.get(name, world["slug"])
        value = draw(st.sampled_from(known)) if draw(st.booleans()) else draw(PART)
        path = path.replace(f"<{'int:' if kind == 'IntegerConverter' else ''}{name}>", str(value))
    return path


def _safe(path: str) -> str:
    return path.encode("utf-8", "replace").decode().replace("\x00", "%00").replace("?", "%3F")


@pytest.mark.parametrize("who", ["nobody", "member", "staff"])
def test_no_door_crashes(app: Flask, who: str) -> None:
    world = _world()
    browser = _newcomer(app, who, world)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule == "/sign-out":
            continue  # pressed last: it ends the session that the others need
        _throw_at(rule, browser, world)
    _throw_at(next(app.url_map.iter_rules("signin.sign_out")), browser, world)


def _newcomer(app: Flask, who: str, world: dict[str, list[Any]]) -> Browser:
    browser = Browser(app)
    if who == "member":
        sign_in(browser, world["person"][0])
    if who == "staff":
        sign_in_staff(browser, "admin")
    return browser


def _throw_at(rule: Any, browser: Browser, world: dict[str, list[Any]]) -> None:
    @EACH_DOOR
    @given(st.data())
    def throw(data: st.DataObject) -> None:
        path = _safe(_path(rule, world, data.draw))
        method = data.draw(METHOD)
        query, headers = data.draw(QUERY), data.draw(HEADER)
        body = _filled(browser, path, data) if method == "POST" else None
        database.session.remove()
        answer = browser.client.open(
            path,
            method=method,
            query_string={k: v.encode("utf-8", "replace") for k, v in query.items()},
            data=body,
            headers=headers,
        )
        assert answer.status_code < 500, f"{method} {path} {query} {headers} {body} answered {answer.status_code}"

    throw()


def _filled(browser: Browser, path: str, data: st.DataObject) -> dict[str, Any]:
    """The page's own form with its token, filled in with nonsense."""
    page = browser.client.get(path)
    if page.mimetype != "text/html" or not page.data:
        return {"x": "y"}
    forms = [f for f in html.document_fromstring(page.data).forms if (f.method or "").lower() == "post"]
    filled: dict[str, Any] = {}
    for form in [data.draw(st.sampled_from(forms))] if forms else []:
        for element in form.xpath(".//*[@name]"):
            name, kind = element.get("name"), element.get("type", "")
            keep = name == "csrf_token" or kind in {"radio", "checkbox", "submit"} or element.tag == "button"
            value = element.get("value", "") if keep and data.draw(KEEP) else data.draw(TEXT)
            filled[name] = value.encode("utf-8", "replace").decode()
    return filled
