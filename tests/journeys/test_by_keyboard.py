"""Every journey by the keyboard alone, without JavaScript, on a small phone, in each language; and how long the shortest is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys.conftest import Served, Walk, Way
from tests.journeys.visitor import REFERENCE, Stubborn
from tests.journeys.ways_in import beside, code_in, letter, link_in, sign_in, sign_in_staff

pytestmark = pytest.mark.browser
WAYS = [Way(f"keyboard {locale}", locale=locale, has_script=False) for locale in ("en", "ur", "bn")]
MOST_TABS = 80
MOST_PAGES, MOST_TAPS = 6, 30  # of a booking by someone new, from the page of the session on


class Keys(Walk):
    """Someone who uses only Tab, Space, Enter and the arrows; it counts pages, and what a finger would tap."""

    taps = pages = 0

    def begin(self, path: str) -> None:
        """Open an address, which is the first page counted."""
        self.visit(path)
        self.taps, self.pages = 0, 1

    def reach(self, wanted: Locator) -> None:
        """Go on from one thing to the next until the wanted one has the focus."""
        for _tab in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} cannot be reached by the keyboard on {self.page.url}")

    def fill(self, name: str, value: str) -> None:
        """Write into the field of this name."""
        self.reach(self.page.locator(f"[name='{name}']").first)
        self.page.keyboard.insert_text(value)
        self.taps += 1

    def choose(self, name: str, value: str) -> None:
        """Choose one answer of a group by the arrows, or tick a box by Space."""
        wanted = self.page.locator(f"[name='{name}'][value='{value}']")
        self.taps += 1
        if wanted.get_attribute("type") == "checkbox":
            self.reach(wanted)
            return self.page.keyboard.press("Space")
        group = self.page.locator(f"[name='{name}']")
        chosen = group.and_(self.page.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)  # Tab goes to the chosen one of a group, or the first
        self.page.keyboard.press("Space")
        for _arrow in range(group.count()):
            if wanted.is_checked():
                return None
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} {value} cannot be chosen by the arrows")

    def press(self, message: str) -> None:
        """Press a button by its words."""
        self.enter(self.page.get_by_role("button", name=self.said(message), exact=True).first)

    def follow(self, message: str) -> None:
        """Follow a link by its words."""
        self.enter(self.page.get_by_role("link", name=self.said(message)).first)

    def enter(self, wanted: Locator) -> None:
        """Press Enter on a button or link."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.taps, self.pages = self.taps + 1, self.pages + 1
        self.look()


@pytest.fixture(params=WAYS, ids=lambda way: way.locale)
def keys(request: pytest.FixtureRequest, served: Served, chromium: Browser) -> Iterator[Keys]:
    """Someone at a keyboard, with an empty browser."""
    way: Way = request.param
    context = chromium.new_context(
        viewport={"width": way.width, "height": 740}, java_script_enabled=way.has_script, locale=way.locale
    )
    context.set_default_timeout(15_000)
    yield Keys(context.new_page(), served, way, request.node.name.partition("[")[0].removeprefix("test_"))
    context.close()


# What takes longest is done once from left to right and once from right to left.
both_directions = pytest.mark.parametrize("keys", WAYS[:2], ids=lambda way: way.locale, indirect=True)


def an_address(keys: Keys, name: str) -> str:
    return f"{name}-by-keyboard-{keys.way.locale}@example.com"


def a_session(served: Served) -> str:
    """The path of a session with more than one place free that asks nothing about the place."""
    from lxml import html

    page = html.fromstring(served.get("/training")[1])
    free = page.xpath("//li[.//*[contains(@class, 'nhsuk-tag--green')]]//h3/a/@href")
    return next(str(path) for path in reversed(free) if "There are 3 short pages." in served.get(f"{path}/book")[1])


def test_someone_new_books_in_few_pages_and_few_taps(keys: Keys) -> None:
    email = an_address(keys, "new")
    keys.begin(a_session(keys.served))
    keys.follow("Book a place")
    _who(keys, "Nadia Fairweather")
    _reach(keys, email)
    keys.press("Continue")  # nothing is needed
    keys.press("Book my place")
    assert keys.heading.inner_text() == keys.said("Your place is booked")
    assert keys.pages <= MOST_PAGES and keys.taps < MOST_TAPS, (keys.pages, keys.taps)
    assert _reference(keys) in letter(keys.served, email, keys.said("You have a place."))


def test_a_carer_books_for_someone(keys: Keys) -> None:
    email = an_address(keys, "carer")
    keys.begin(a_session(keys.served) + "/book")
    _who(keys, "Dad Fairweather", helper="Dora Fairweather")
    _reach(keys, email)
    keys.fill("needs", "A lift")
    keys.press("Continue")
    keys.sees("Dad Fairweather")
    keys.sees("Dora Fairweather")
    keys.press("Book my place")
    assert keys.heading.inner_text() == keys.said("Your place is booked")
    letter(keys.served, email, _reference(keys))


def test_someone_offers_to_join_anything_that_suits(keys: Keys) -> None:
    email = an_address(keys, "joiner")
    keys.begin("/join")
    _who(keys, "Jo Fairweather")
    _reach(keys, email)
    keys.press("Continue")
    keys.fill("wants", "I would like to help.")
    keys.press("Continue")
    keys.press("Send my offer")
    assert keys.heading.inner_text() == keys.said("Thank you. We have your offer")
    letter(keys.served, email, _reference(keys))


def test_someone_tells_a_story(keys: Keys) -> None:
    email = an_address(keys, "teller")
    keys.begin("/stories/share")
    keys.fill("body", "The team listened to me, and the mornings on the ward are calmer now.")
    keys.press("Continue")
    keys.choose("name_shown", "none")
    keys.press("Continue")
    keys.choose("uses", "public_web")
    keys.press("Continue")
    keys.choose("is_reachable", "yes")
    _reach(keys, email)
    keys.press("Send my story")
    letter(keys.served, email, _reference(keys))


@both_directions
def test_a_trusted_person_books_for_the_one_who_asked_them(keys: Keys) -> None:
    asker, helper = an_address(keys, "asker"), an_address(keys, "helper")
    Stubborn(keys.served.url, "Asma Asker", asker).finish("/join")  # so that we know her
    sign_in(keys, asker)
    keys.follow("People you trust to help you")
    keys.follow("Ask someone to help")
    keys.fill("name", "Hana")
    keys.fill("contact", helper)
    keys.choose("may", "may_book")
    keys.press("Ask them")
    asked = link_in(letter(keys.served, helper, "/trusted/"))
    with beside(keys, "helper") as other:
        other.open(asked)
        other.press("Send me a code")
        code_came = keys.said("It works for %(minutes)s minutes.", minutes=15)
        other.fill("code", code_in(letter(keys.served, helper, code_came)))
        other.press("Continue")
        other.sees("Asma Asker")
        other.fill("name", "Hana Helper")
        other.press("Yes, I will help")
        other.visit(a_session(keys.served) + "/book")
        value = other.page.locator("[name='for_whom'][value^='helped-']").get_attribute("value")
        other.choose("for_whom", str(value))
        other.press("Continue")
        other.sees("Asma Asker")
        other.press("Book my place")
        reference = _reference(other)
    assert reference in letter(keys.served, asker, reference)
    keys.visit("/you")
    keys.sees("You have a place")
    keys.sees("What others filled in with you")


@both_directions
def test_staff_fill_in_each_form_with_someone(keys: Keys) -> None:
    _sign_in_to_fill_in(keys)
    for form, last in (("book", "Book my place"), ("join", "Send my offer"), ("share", "Send my story")):
        email = an_address(keys, f"with-staff-{form}")
        keys.visit("/staff/filling")
        keys.choose("how", "on_phone")
        keys.choose("what", form)
        if form == "book":
            keys.reach(keys.page.locator("[name='session']"))
            keys.page.keyboard.press("ArrowDown")
        keys.press("Go on")
        if form == "share":
            keys.fill("body", "The team listened to me.")
            keys.press("Continue")
            keys.choose("name_shown", "none")
            keys.press("Continue")
            keys.press("Continue")
            keys.choose("is_reachable", "yes")
        else:
            _who(keys, "Wanda Ward")
            _place(keys)
        _reach(keys, email)
        while not keys.page.url.endswith("/check"):
            keys.press("Continue")
        keys.press(
            last if not keys.page.get_by_text(keys.said("This training is full")).count() else "Join the waiting list"
        )
        assert letter(keys.served, email, _reference(keys))


def _sign_in_to_fill_in(keys: Keys) -> None:
    """As a colleague whose account was made on the command line, one for each language."""
    email = an_address(keys, "filler")
    said = keys.served.flask("staff", "add", "--name", "Fay Filler", "--email", email, "--role", "pp_lead")
    secret = re.search(r"not shown again\): (\w+)", said)
    assert secret, said
    sign_in_staff(keys, email, secret.group(1))


def _who(keys: Keys, name: str, *, helper: str = "") -> None:
    keys.choose("for_whom", "for_someone" if helper else "self")
    keys.fill("name", name)
    if helper:
        keys.fill("helper_name", helper)
    keys.press("Continue")


def _place(keys: Keys) -> None:
    """The page about one's place, where the session asks something."""
    if keys.page.url.endswith("/place"):
        for name, value in (("mode", "in_person"), ("who", "service_user")):
            if keys.page.locator(f"[name='{name}']").count():
                keys.choose(name, value)
        keys.press("Continue")


def _reach(keys: Keys, email: str) -> None:
    keys.choose("channel", "email")
    keys.fill("email", email)
    keys.press("Continue")


def _reference(keys: Keys) -> str:
    found = REFERENCE.search(keys.page.locator(".nhsuk-panel").inner_text())
    assert found
    return found.group()
