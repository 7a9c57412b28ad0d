"""A page with everything on it, in a real browser: narrow, large, mirrored, and with our small script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.page.stand_in import DIST, ROOT, a_page
from tests.page.test_forms import Booking

pytestmark = pytest.mark.browser

HOME = "http://portal.example"
EVERYTHING = (ROOT / "tests" / "page" / "everything.html").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ico": "image/x-icon"}


Opener = Callable[..., Page]


@pytest.fixture
def opened(env: Any, chromium: Browser) -> Iterator[Opener]:
    """Opens the page of everything; `page.sent` gathers what it sends, `page.complaints` what the browser minds."""
    contexts = []

    def open_it(width: int = 320, errors: bool = False, script: bool = True, media: Any = None, **kind: Any) -> Page:
        form = Booking()
        if errors:
            form.refuse("name", "Tell us your name").refuse("story", "Write a few words")
        markup = env.from_string(EVERYTHING).render(form=form, page=a_page(has_errors=errors, **kind))
        context = chromium.new_context(
            viewport={"width": width, "height": 640}, java_script_enabled=script, **(media or {})
        )
        contexts.append(context)
        page = context.new_page()
        sent: list[Request] = []
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda problem: complaints.append(str(problem)))

        def answer(route: Route) -> None:
            path = route.request.url.split("//", 1)[1].partition("/")[2]
            if path.startswith("static/dist/"):
                file = DIST / path.removeprefix("static/dist/")
                route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
            elif route.request.method == "POST":
                sent.append(route.request)
                route.fulfill(status=204)
            else:
                route.fulfill(
                    body=markup, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
                )

        context.route("**/*", answer)
        page.goto(HOME)
        page.sent, page.complaints = sent, complaints  # type: ignore[attr-defined]
        return page

    yield open_it
    for context in contexts:
        context.close()


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WAYS = [
    {},
    {"locale": "ur"},
    {"has_quick_exit": True, "is_example": True, "is_signed_in": True, "errors": True, "help_phone": "020 7946 0000"},
]


@pytest.mark.parametrize("kind", WAYS)
def test_no_sideways_scrolling_at_320_pixels(opened: Opener, kind: dict[str, Any]) -> None:
    assert opened(320, **kind).evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("kind", WAYS)
def test_nor_with_letters_twice_as_large(opened: Opener, kind: dict[str, Any]) -> None:
    page = opened(320, **kind)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "64px"
    assert page.evaluate(SIDEWAYS) <= 0


def test_nothing_that_is_typed_into_is_cut_when_only_letters_grow(opened: Opener) -> None:
    page = opened(320)
    page.evaluate(
        "for (const e of document.querySelectorAll('input, select')) e.style.setProperty('font-size', '40px')"
    )
    heights = page.eval_on_selector_all(
        "input[type=text], select", "all => all.map(e => e.clientHeight - e.scrollHeight)"
    )
    assert heights
    assert min(heights) >= 0
    assert min(page.eval_on_selector_all("input[type=text], select", "all => all.map(e => e.clientHeight)")) >= 44


def test_things_to_press_are_large(opened: Opener) -> None:
    page = opened(320, has_quick_exit=True, is_signed_in=True, errors=True, help_phone="020 7946 0000")
    sizes = page.evaluate(
        """[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => e.getClientRects().length && !e.matches('.nhsuk-skip-link'))
        .map(e => { const box = e.getBoundingClientRect(); return [e.outerHTML.slice(0, 90), box.width, box.height] })"""
    )
    assert len(sizes) > 40
    small = [name for name, wide, high in sizes if min(wide, high) < 24]
    assert not small
    fair = [name for name, wide, high in sizes if min(wide, high) < 43.9]
    assert len(fair) <= 0.05 * len(sizes), fair


def test_the_error_summary_takes_focus_without_a_script(opened: Opener) -> None:
    page = opened(errors=True, script=False)
    assert page.locator(".nhsuk-error-summary:focus").count() == 1


def test_the_skip_link_is_first_and_seen_on_focus(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "Skip to main content"
    assert link.bounding_box()["width"] > 100  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_focus_is_seen_where_the_device_draws_its_own_colours(opened: Opener) -> None:
    page = opened(media={"forced_colors": "active"})
    outlines = page.evaluate(
        """[...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => e.getClientRects().length).map(e => {
            e.focus()
            const seen = e.matches('[type=radio], [type=checkbox]')
                ? getComputedStyle(e.nextElementSibling, '::before') : getComputedStyle(e)
            return [e.outerHTML.slice(0, 90), seen.outlineStyle, parseFloat(seen.outlineWidth), seen.outlineColor]
        })"""
    )
    assert len(outlines) > 40
    assert not [o for o in outlines if o[1] == "none" or o[2] < 2 or o[3] == "rgba(0, 0, 0, 0)"]


def test_more_contrast_for_those_who_ask(opened: Opener) -> None:
    page = opened(media={"contrast": "more"})
    assert page.evaluate("getComputedStyle(document.querySelector('.app-strip__link')).color") == "rgb(0, 48, 135)"
    assert page.evaluate("getComputedStyle(document.querySelector('.nhsuk-hint')).color") == "rgb(61, 82, 99)"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('form .nhsuk-button')).backgroundColor")
        == "rgb(0, 64, 30)"
    )


def test_paper_has_no_menus(opened: Opener) -> None:
    page = opened(700, has_quick_exit=True)
    page.emulate_media(media="print")
    for gone in ("nav.app-strip", ".nhsuk-header__navigation", ".app-exit", ".nhsuk-footer", ".nhsuk-skip-link"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".nhsuk-panel").is_visible()


def test_the_policy_minds_nothing(opened: Opener) -> None:
    page = opened(has_quick_exit=True)
    page.wait_for_function("document.querySelector('[data-exit-keys]').hidden === false")
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_second_press_sends_nothing_twice(opened: Opener) -> None:
    page = opened()
    page.clock.install()
    continue_ = page.get_by_role("button", name="Continue")
    for _ in range(3):
        continue_.click()
    page.wait_for_timeout(50)
    assert [r.url for r in page.sent] == [f"{HOME}/send"]  # type: ignore[attr-defined]
    page.clock.fast_forward(3100)
    continue_.click()
    page.wait_for_timeout(50)
    assert len(page.sent) == 2  # type: ignore[attr-defined]


def test_letters_are_counted_and_spoken_after_a_pause(opened: Opener) -> None:
    page = opened()
    page.clock.install()
    shown, spoken = page.locator("#story-info"), page.locator("#story-spoken")
    assert shown.inner_text() == "You can write up to 20 letters"
    page.locator("#story").fill("Hello 👋\nyou")
    assert shown.inner_text() == "Letters left: 8"
    assert spoken.text_content() == ""
    page.clock.fast_forward(1100)
    assert spoken.text_content() == "Letters left: 8"
    page.locator("#story").fill("x" * 23)
    assert shown.inner_text() == "Letters too many: 3"


def test_a_draft_is_kept_a_little_after_the_last_key(opened: Opener) -> None:
    page = opened()
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # from here on time moves only when we say so, however busy the machine is
    page.locator("#name").fill("Sam")
    page.clock.fast_forward(700)
    page.locator("#story").fill("It began")
    page.clock.fast_forward(700)
    page.wait_for_timeout(50)
    assert page.sent == []  # type: ignore[attr-defined]
    page.clock.fast_forward(400)
    page.wait_for_timeout(100)
    [draft] = page.sent  # type: ignore[attr-defined]
    assert draft.url == f"{HOME}/draft"
    body = draft.post_data or ""
    assert 'name="story"\r\n\r\nIt began' in body
    assert 'name="version"\r\n\r\n7' in body


def test_nothing_is_kept_after_it_was_sent(opened: Opener) -> None:
    page = opened()
    page.clock.install()
    page.locator("#name").fill("Sam")
    page.get_by_role("button", name="Continue").click()
    page.clock.fast_forward(5000)
    page.wait_for_timeout(100)
    assert [r.url for r in page.sent] == [f"{HOME}/send"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("script", [True, False])
def test_leaving_with_the_button(opened: Opener, script: bool) -> None:
    page = opened(has_quick_exit=True, script=script)
    before = page.evaluate("history.length") if script else 0
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    if script:
        assert page.evaluate("history.length") == before  # replaced: Back does not lead here
        assert page.evaluate("document.referrer") == ""


def test_leaving_with_three_escapes(opened: Opener) -> None:
    page = opened(has_quick_exit=True)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.wait_for_timeout(50)
    assert page.url.startswith(HOME)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_escape_leads_nowhere_on_other_pages(opened: Opener) -> None:
    page = opened()
    for _ in range(4):
        page.keyboard.press("Escape")
    page.wait_for_timeout(50)
    assert page.url.startswith(HOME)
