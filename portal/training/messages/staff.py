"""What staff write to those who booked: their own words, and what stands in each message of ours."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import Draft
from portal.training.messages.parts import Told, about, draft


def from_staff(told: Told, said: Mapping[str, str], *, message_id: int, booking_id: int) -> Draft:
    """The words in the reader's language, or in English with a line before that says so."""
    with words.speaking(told.locale):
        own = said.get(told.locale)
        which = about(told)[:1] if told.is_short else about(told)  # each letter of a text costs: when it is will do
        own_words = [own] if own else [_in_english(), said[words.SOURCE]]
        says = [_("About the training that you asked for:"), *which, *own_words]
        return draft(told, f"session message {message_id} {booking_id}", "session message", says)


def _in_english() -> str:
    phone = pages.settings().help_phone
    if not phone:
        return _("This message is in English. Please ask us if you want help with it.")
    return _("This message is in English. If you want help with it, ring %(phone)s.", phone=words.whole(phone))
