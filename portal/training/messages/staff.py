"""What staff write to those who booked: their own words, and what stands in each message of ours."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, Draft
from portal.training.messages.parts import Told, about, draft


def from_staff(told: Told, said: Mapping[str, str], *, message_id: int, booking_id: int) -> Draft:
    """The words in the reader's language, or in English with a line before that says so."""
    with words.speaking(told.locale):
        own = said.get(told.locale)
        says = [_("About your training:"), *about(told), *([own] if own else [_in_english(), said[words.SOURCE]])]
        key = f"session message {message_id} {booking_id}"
        return draft(told, key, "session message", says, priority=SOON)


def _in_english() -> str:
    phone = pages.settings().help_phone
    if not phone:
        return _("This message is in English. Please ask us if you want help with it.")
    return _("This message is in English. If you want help with it, ring %(phone)s.", phone=words.whole(phone))
