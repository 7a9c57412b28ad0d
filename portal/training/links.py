"""The link by which someone answers or cancels without signing in."""

from __future__ import annotations

import re

from flask import current_app

from portal.kit import references
from portal.training.models import Booking

_OF_HELPER = re.compile(r"h(\d{1,9})-(\d{1,9})-[0-9a-f]{32}")
LETTERS = 32  # 128 bits, short enough for a text message


def token_of(booking: Booking) -> str:
    """The secret of a booking's link: made anew for each message, so that it is kept nowhere.

    After a change of the secret key, links that were sent before still work: the key that fits is used for as long as it is
    known.
    """
    known = [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]
    tokens = [_token(booking.id, booking.draft_key, key) for key in known]
    return next((token for token in tokens if digest_of(token) == booking.token_digest), tokens[0])


def new_digest(booking_id: int, draft_key: str) -> str:
    """What a new booking keeps of its link."""
    return digest_of(_token(booking_id, draft_key, current_app.config["SECRET_KEY"]))


def digest_of(token: str) -> str:
    """What the database keeps of a link's secret."""
    return references.digest(token, key="booking link")


def token_of_helper(trust_id: int, booking: Booking) -> str:
    """The secret of a helper's own link to a booking; it names the trust, so that it ends when that does."""
    return _token_of_helper(trust_id, booking, current_app.config["SECRET_KEY"])


def read_helper(token: str) -> tuple[int, int] | None:
    """The trust and the booking that a helper's link names; None when it is no such link."""
    found = _OF_HELPER.fullmatch(token)
    return (int(found[1]), int(found[2])) if found else None


def is_of_helper(token: str, trust_id: int, booking: Booking) -> bool:
    """Whether it is this helper's own link to this booking, made with a key that we know."""
    known = [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]
    return any(references.same(_token_of_helper(trust_id, booking, key), token) for key in known)


def _token_of_helper(trust_id: int, booking: Booking, key: str) -> str:
    secret = references.digest(f"trust {trust_id} booking {booking.id} {booking.draft_key}", key=key)
    return f"h{trust_id}-{booking.id}-{secret[:LETTERS]}"


def _token(booking_id: int, draft_key: str, key: str) -> str:
    return references.digest(f"booking {booking_id} {draft_key}", key=key)[:LETTERS]
