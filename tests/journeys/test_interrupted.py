"""Every journey is interrupted at every step, in five ways, and all that was typed is found."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from portal import site_map
from portal.database import session, writing
from portal.kit.drafts import Draft
from portal.kit.journeys import CHECK, Journey
from portal.signin.rules import MEMBER_IDLE
from tests.browser import Browser
from tests.browser import Page as PlainPage
from tests.conftest import Clock
from tests.factories import APerson, ASession
from tests.journeys.conftest import Served
from tests.journeys.visitor import ANSWERS, REFERENCE, Stubborn
from tests.staffing import sign_in

pytestmark = pytest.mark.browser
JOURNEYS = {journey.kind: journey for journey in site_map.journeys()}
EVERY_STEP = [(kind, step.name) for kind, journey in JOURNEYS.items() for step in journey.steps]
each_step = pytest.mark.parametrize(("kind", "step"), EVERY_STEP)
each_journey = pytest.mark.parametrize("kind", JOURNEYS)
each_way = pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
SOON = 5.0  # seconds
TYPED = """form => [...form.elements].filter(field => field.name && !['hidden', 'submit'].includes(field.type)).map(
    field => [field.name, ['radio', 'checkbox'].includes(field.type) ? field.checked && field.value : field.value])"""
FIELDS = """form => [...form.elements].filter(field => field.name && field.id && field.checkVisibility()
    && !['hidden', 'submit'].includes(field.type)).map(field => [field.id, field.name, field.type, field.value])"""


def address(journey: Journey, subject: str, name: str = "") -> str:
    """Where a page of a journey stands."""
    portal = Flask("addresses")
    site_map.open_doors(portal)
    with portal.test_request_context():
        return journey.address(subject, name)


def typed_into(name: str, kind: str) -> str:
    """What someone types into a field of this name and kind."""
    if kind == "email":
        return "typed@example.com"
    if kind == "tel":
        return "07700 900123"
    return f"Typed for {name}\nاردو, and a second line" if kind == "textarea" else f"Typed for {name}"


@dataclass
class Someone:
    """Someone who has come as far as one step of a journey, in a real browser."""

    served: Served
    journey: Journey
    subject: str
    context: BrowserContext

    def at(self, name: str) -> str:
        """The address of a page of the journey."""
        return self.served.url + address(self.journey, self.subject, name)

    def opens(self, name: str) -> Page:
        """A new tab with a page of the journey."""
        page = self.context.new_page()
        page.goto(self.at(name))
        return page


@pytest.fixture(scope="module")
def subjects(served: Served) -> dict[str, str]:
    """What a journey is about, where it must be about something: training that can still be booked."""
    _status, page = served.get("/training")
    slugs = dict.fromkeys(re.findall(r'href="/training/([\w-]+)"', page))
    return {"book": next(slug for slug in slugs if f"/training/{slug}/book" in served.get(f"/training/{slug}")[1])}


Come = Callable[..., Someone]


@pytest.fixture
def come(served: Served, chromium: Chromium, subjects: dict[str, str]) -> Iterator[Come]:
    """`come(kind, step, has_script=…)`: someone who answered everything before that step; "" began nothing yet."""
    contexts: list[BrowserContext] = []

    def walk(kind: str, step: str, *, has_script: bool) -> Someone:
        journey, subject = JOURNEYS[kind], subjects.get(kind, "")
        context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=has_script)
        context.set_default_timeout(15_000)
        contexts.append(context)
        if step not in {"", journey.steps[0].name}:
            before = Stubborn(served.url, "Ida Interrupted", "ida@example.com")
            before.until(step, address(journey, subject))
            (cookie,) = before.session.cookies
            context.add_cookies([{"name": cookie.name, "value": str(cookie.value), "url": served.url}])
        return Someone(served, journey, subject, context)

    yield walk
    for context in contexts:
        context.close()


def fill_in(page: Page) -> list[Any]:
    """Write into every field that can be seen; what the form then holds."""
    page.bring_to_front()
    chosen: dict[str, Any] = dict(ANSWERS)
    for id, name, kind, value in page.locator("form[data-autosave]").evaluate(FIELDS):
        field = page.locator(f"[id='{id}']")
        if kind in {"radio", "checkbox"}:
            if value in chosen.setdefault(name, [value]):  # the first, where any will do
                field.check()
        elif kind == "select-one":
            field.select_option(index=1)
        else:
            field.fill(typed_into(name, kind))
    return typed(page)


def typed(page: Page) -> list[Any]:
    """What the form on this page holds."""
    found: list[Any] = page.locator("form[data-autosave]").evaluate(TYPED)
    return found


def comes_to_hold(page: Page, said: list[Any]) -> None:
    """The form of this page holds this, or does so in a moment, without anybody doing anything."""
    ends = time.monotonic() + SOON
    while (found := typed(page)) != said:
        assert time.monotonic() < ends, f"{page.url}: {found}, not {said}"
        page.wait_for_timeout(50)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


@each_step
def test_closed(come: Come, kind: str, step: str) -> None:
    someone = come(kind, step, has_script=True)
    page = someone.opens(step)
    said = fill_in(page)
    page.close()
    page = someone.opens(step)
    ends = time.monotonic() + SOON
    while (found := typed(page)) != said:  # the last words come to us as the old page goes
        assert time.monotonic() < ends, f"{page.url}: {found}, not {said}"
        page.goto(someone.at(step))


@each_journey
@each_way
def test_closed_and_gone_on_with_the_code_in_another_browser(come: Come, kind: str, has_script: bool) -> None:
    step = JOURNEYS[kind].steps[-1].name
    someone, other = come(kind, step, has_script=has_script), come(kind, "", has_script=has_script)
    page = someone.opens(step)
    said = fill_in(page)
    press(page, "Finish later")
    code = page.locator(".app-reference").inner_text()
    page = other.context.new_page()
    page.goto(f"{other.served.url}/continue")
    page.locator("[name='code']").fill(code)
    press(page, "Continue")
    assert page.url == other.at(step) and typed(page) == said


@each_step
@each_way
def test_back_and_forward(come: Come, kind: str, step: str, has_script: bool) -> None:
    someone = come(kind, step, has_script=has_script)
    page = someone.context.new_page()
    page.goto(f"{someone.served.url}/help")
    page.goto(someone.at(step))
    said = fill_in(page)
    page.go_back()
    page.go_forward()
    comes_to_hold(page, said)
    press(page, "Continue")
    page.go_back()
    comes_to_hold(page, _as_kept(someone, step))
    assert {name for name, value in typed(page) if value} >= {name for name, value in said if value}


def _as_kept(someone: Someone, step: str) -> list[Any]:
    """What a fresh tab shows of a step that was sent."""
    page = someone.opens(step)
    found = typed(page)
    page.close()
    return found


@each_step
@each_way
def test_loaded_again(come: Come, kind: str, step: str, has_script: bool) -> None:
    someone = come(kind, step, has_script=has_script)
    page = someone.opens(step)
    said = fill_in(page)
    if not has_script:  # without a script only what was sent can be known to us
        press(page, "Finish later")
        page.goto(someone.at(step))
    page.reload()
    comes_to_hold(page, said)


@each_journey
@each_way
def test_a_tab_for_each_step_loses_nothing_and_sends_once(come: Come, kind: str, has_script: bool) -> None:
    someone = come(kind, CHECK, has_script=has_script)
    tabs = {step.name: someone.opens(step.name) for step in someone.journey.steps}
    said = {name: fill_in(page) for name, page in tabs.items()}
    for page in tabs.values():  # the first is then asked again, and what was written in the others must wait for it
        page.bring_to_front()
        press(page, "Finish later")
    for name, page in tabs.items():
        page.bring_to_front()
        page.goto(someone.at(name))
        assert typed(page) == said[name]
        press(page, "Continue")
    checks = [someone.opens(CHECK) for _tab in range(2)]
    for page in checks:
        page.bring_to_front()
        page.locator("form[action$='/check'] button").click()
        page.wait_for_url("**/done")
    found = [REFERENCE.search(page.locator(".nhsuk-panel").inner_text()) for page in checks]
    assert found[0] and found[1] and found[0].group() == found[1].group()


# Signed out by time: the clock is ours to set, so a browser without a window serves better.


def filled(page: PlainPage) -> dict[str, Any]:
    """Answers for every field of a question, by name."""
    found: dict[str, Any] = {}
    for field in page.all("form[data-autosave] *[name]"):
        name, kind = field.get("name"), field.get("type") or field.tag
        if kind in {"radio", "checkbox"}:
            found.setdefault(name, ANSWERS.get(name, field.get("value")))
        elif kind not in {"hidden", "submit"} and field.tag != "button":
            found[name] = typed_into(name, kind)
    return found


def shown(page: PlainPage) -> dict[str, Any]:
    """What the fields of a question hold, by name."""
    found: dict[str, Any] = {}
    for field in page.all("form[data-autosave] *[name]"):
        name, kind = field.get("name"), field.get("type") or field.tag
        if kind in {"radio", "checkbox"} and field.get("checked") is not None:
            found[name] = [*found.get(name, []), field.get("value")]
        elif field.tag == "textarea":
            found[name] = (field.text or "").strip()
        elif kind in {"text", "email", "tel"}:
            found[name] = field.get("value") or ""
    return found


@each_step
def test_signed_out_by_time_and_signed_in_again(
    app: Flask, browser: Browser, clock: Clock, kind: str, step: str
) -> None:
    journey, person = JOURNEYS[kind], APerson("Ida Interrupted")
    subject = ASession().slug if kind == "book" else ""
    sign_in(browser, person)
    page = browser.visit(address(journey, subject))
    first = page.one("form[data-autosave]").get("data-autosave")
    browser.send(first, {"csrf_token": page.one("main input[name='csrf_token']").get("value")}, expect=204)
    with writing():
        draft = session.scalars(select(Draft)).one()
        draft.owner_id = person.id
        names = [one.name for one in journey.steps]
        draft.outcome = {"whole": names[: names.index(step)]}
    page = browser.visit(address(journey, subject, step))
    said = filled(page)
    clock.advance(seconds=(MEMBER_IDLE + timedelta(minutes=1)).total_seconds())
    page = page.press("Continue", **said)
    assert urlsplit(page.path).path == "/sign-in"
    assert said.get("name", "nothing of it") not in page.text
    sign_in(browser, person)
    page = browser.visit(address(journey, subject, step))
    for name, value in shown(page).items():
        wanted = said[name] if isinstance(value, str) or isinstance(said[name], list) else [said[name]]
        assert value in (wanted, _as_one_is_kept(wanted)), name


def _as_one_is_kept(said: Any) -> Any:
    return "+447700900123" if said == typed_into("", "tel") else said
