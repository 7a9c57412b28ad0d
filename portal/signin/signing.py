"""What a browser's cookie holds while someone signs in, and the words for a code that was not taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import session as cookie

from portal.kit import languages, references, words
from portal.kit.devices import device
from portal.kit.words import later
from portal.signin.rules import CODE_LIVES, safe_next
from portal.signin.services import Asker, Tried

NOT_TAKEN = {
    Tried.WRONG: later("This code is not right. Look at the newest message, and type its 6 digits"),
    Tried.ENDED: later("This code has ended or was used. Ask for a new one below"),
    Tried.TOO_OFTEN: later("That was tried too often. Ask for a new code below"),
}
SECOND_NOT_TAKEN = {
    Tried.WRONG: later("This code is not right. Wait for the app to show the next one, and type that"),
    Tried.TOO_OFTEN: later("That was tried too often. Wait 15 minutes, then try again"),
}


def begin(kind: str, said_next: str) -> Asker:
    """Note in the cookie that this browser asks for a code, and say who asks.

    Whoever asks again stays the same, so that the code of the message before works when no other is sent.
    """
    browser = str(held(kind).get("browser") or references.new_token())
    cookie[kind] = {"browser": browser, "next": safe_next(said_next)}
    return Asker(browser, device(), words.locale())


def held(kind: str) -> dict[str, Any]:
    """What the cookie holds about this signing in; {} when none was begun."""
    found = cookie.get(kind)
    return dict(found) if isinstance(found, dict) else {}


def prove(kind: str, now: datetime, **proven: Any) -> None:
    """Note that the code was right, for the step that follows; it counts once, for as long as a code does."""
    once = references.new_token()
    cookie[kind] = {**held(kind), "proven": {**proven, "once": once}, "until": (now + CODE_LIVES).timestamp()}


def proven(kind: str, now: datetime) -> dict[str, Any]:
    """What was proven in the step before; {} when nothing was, or too long ago."""
    found = held(kind)
    return dict(found.get("proven", {})) if found.get("until", 0) > now.timestamp() else {}


def end(kind: str, otherwise: str) -> str:
    """Forget the signing in; the address to go on to."""
    there = held(kind).get("next", "")
    cookie.pop(kind, None)
    return languages.prefix(words.locale()) + there if there else otherwise
