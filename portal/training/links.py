"""The links that open something without signing in: to answer or cancel, and to one's own calendar."""

from __future__ import annotations

import re

from flask import current_app

from portal.kit import references
from portal.training.models import Booking, CalendarLink

_OF_HELPER = re.compile(r"h(\d{1,9})-(\d{1,9})-[0-9a-f]{32}")
LETTERS = 32  # 128 bits, short enough for a text message


def token_of(booking: Booking) -> str:
    """The secret of a booking's link: made anew for each message, so that it is kept nowhere.

    After a change of the secret key, links that were sent before still work: the key that fits is used for as long as it is
    known.
    """
    tokens = [_token(booking.id, booking.draft_key, key) for key in _keys()]
    return next((token for token in tokens if digest_of(token) == booking.token_digest), tokens[0])


def _keys() -> list[str]:
    """The keys that we know, the present one first."""
    return [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]


def new_digest(booking_id: int, draft_key: str) -> str:
    """What a new booking keeps of its link."""
    return digest_of(_token(booking_id, draft_key, _keys()[0]))


def digest_of(token: str) -> str:
    """What the database keeps of a link's secret."""
    return references.digest(token, key="booking link")


def token_of_helper(trust_id: int, booking: Booking) -> str:
    """The secret of a helper's own link to a booking; it names the trust, so that it ends when that does."""
    return _token_of_helper(trust_id, booking, _keys()[0])


def read_helper(token: str) -> tuple[int, int] | None:
    """The trust and the booking that a helper's link names; None when it is no such link."""
    found = _OF_HELPER.fullmatch(token)
    return (int(found[1]), int(found[2])) if found else None


def is_of_helper(token: str, trust_id: int, booking: Booking) -> bool:
    """Whether it is this helper's own link to this booking, made with a key that we know."""
    return any(references.same(_token_of_helper(trust_id, booking, key), token) for key in _keys())


def _token_of_helper(trust_id: int, booking: Booking, key: str) -> str:
    secret = references.digest(f"trust {trust_id} booking {booking.id} {booking.draft_key}", key=key)
    return f"h{trust_id}-{booking.id}-{secret[:LETTERS]}"


def _token(booking_id: int, draft_key: str, key: str) -> str:
    return references.digest(f"booking {booking_id} {draft_key}", key=key)[:LETTERS]


def token_of_calendar(link: CalendarLink) -> str:
    """The secret of someone's calendar address, which can be shown to them again and is kept nowhere."""
    tokens = [_token_of_calendar(link.person_id, link.nonce, key) for key in _keys()]
    return next((token for token in tokens if digest_of_calendar(token) == link.token_digest), tokens[0])


def new_calendar_digest(person_id: int, nonce: str) -> str:
    """What a new calendar address keeps of its secret."""
    return digest_of_calendar(_token_of_calendar(person_id, nonce, _keys()[0]))


def digest_of_calendar(token: str) -> str:
    """What the database keeps of a calendar address; whoever guesses learns nothing from how long looking takes."""
    return references.digest(token, key="calendar link")


def _token_of_calendar(person_id: int, nonce: str, key: str) -> str:
    return references.digest(f"calendar {person_id} {nonce}", key=key)[:LETTERS]
