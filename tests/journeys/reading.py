"""Someone on a phone who walks through a portal whose clock is moved, and reads each message as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser as Chromium

from portal.people.models import Person
from tests.browser import Browser
from tests.journeys.conftest import Walk, Way
from tests.journeys.moving import Moving
from tests.staffing import sign_in


class Reader:
    """Someone who walks through the pages, and reads each message as it comes."""

    def __init__(self, walk: Walk, still: Moving, address: str) -> None:
        self.walk, self.still, self.address, self.read = walk, still, address, 0

    def one_new_letter(self, *holding: str) -> str:
        """The one message that came since they last looked; it says this."""
        return self.new_letters(holding)[0]

    def new_letters(self, *each: tuple[str, ...]) -> list[str]:
        """The messages that came since they last looked, so many and no more; each says this."""
        letters = self.still.letters(self.address)
        found, self.read = letters[self.read :], len(letters)
        assert len(found) == len(each), found
        for letter, holding in zip(found, each, strict=True):
            for said in holding:
                assert said in letter, letter
        return found

    def no_new_letter(self) -> None:
        """Nothing came."""
        assert self.still.letters(self.address)[self.read :] == []

    def open_link(self, letter: str, which: str = "/m/") -> None:
        """Open the first link of a message that holds this."""
        link = next(found for found in re.findall(r"https?://\S+", letter) if which in found)
        self.walk.open(self.still.address(link))

    def is_signed_in(self, person: Person) -> None:
        """Give their phone a session of theirs: how one signs in is a journey of its own."""
        plain = Browser(self.still.app)
        sign_in(plain, person)
        name = self.still.app.config["SESSION_COOKIE_NAME"]
        cookie = plain.client.get_cookie(name)
        assert cookie is not None
        self.walk.page.context.add_cookies([{"name": name, "value": cookie.value, "url": self.still.url}])


@contextmanager
def on_a_phone(still: Moving, chromium: Chromium, address: str) -> Iterator[Reader]:
    """Someone with an empty browser on a small screen."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    yield Reader(Walk(context.new_page(), still, Way("phone"), "path"), still, address)
    context.close()
