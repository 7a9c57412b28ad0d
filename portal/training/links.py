"""The link by which someone answers or cancels without signing in."""

from __future__ import annotations

from flask import current_app

from portal.kit import references
from portal.training.models import Booking

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


def _token(booking_id: int, draft_key: str, key: str) -> str:
    return references.digest(f"booking {booking_id} {draft_key}", key=key)[:LETTERS]
