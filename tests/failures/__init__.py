"""What must never be lost or doubled: the three things that people send, walked up to their last button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.database import session
from portal.outbox.models import Message
from portal.stories.models import Story
from portal.teams.models import ExpressionOfInterest
from portal.training.models import Booking
from tests.browser import Browser, Page
from tests.factories import ASession

LONG = "The team listened to me, and what I wrote here took me all morning."
REACH = {"channel": "email", "email": "ada@example.com"}


@dataclass(frozen=True)
class Sending:
    """One of the things that people send: how far they come before the last button, and what is kept of it."""

    name: str
    button: str
    kept: Any
    walk: Callable[[Browser], Page]

    def count(self) -> int:
        """How many are kept."""
        session.remove()
        return session.scalar(select(func.count()).select_from(self.kept)) or 0


def _book(browser: Browser) -> Page:
    page = browser.visit(f"/training/{ASession().slug}/book")
    page = page.press("Continue", for_whom="self", name="Ada Lovelace").press("Continue", **REACH)
    return page.press("Continue", needs=LONG)


def _join(browser: Browser) -> Page:
    page = browser.visit("/join").press("Continue", for_whom="self", name="Ada Lovelace").press("Continue", **REACH)
    return page.press("Continue", needs="A lift, please").press("Continue", wants=LONG)


def _share(browser: Browser) -> Page:
    page = browser.visit("/stories/share").press("Continue", body=LONG, title="Calmer mornings")
    page = page.press("Continue", teller_name="Ada", name_shown="first_name").press("Continue", uses=["public_web"])
    return page.press("Continue", is_reachable="yes", **REACH)


BOOK = Sending("book", "Book my place", Booking, _book)
JOIN = Sending("join", "Send my offer", ExpressionOfInterest, _join)
SHARE = Sending("share", "Send my story", Story, _share)
SENDINGS = [BOOK, JOIN, SHARE]


class _Unavailable:
    """A browser whose forms are answered with 503."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def send(self, path: str, data: dict[str, Any]) -> Page:
        """Send a form."""
        return self.browser.send(path, data, expect=503)


def press_in_vain(page: Page, button: str, **answers: Any) -> Page:
    """Fill in a form and press its button while the portal cannot take it; the page that says so."""
    return Page(_Unavailable(page.browser), page.response, page.path).press(button, **answers)  # type: ignore[arg-type]


def message_count() -> int:
    """How many messages there are."""
    session.remove()
    return session.scalar(select(func.count()).select_from(Message)) or 0
