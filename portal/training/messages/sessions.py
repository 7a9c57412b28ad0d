"""What we write to everyone who booked when a session changes or is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, Draft
from portal.training.messages.parts import Told, about, draft, file, further_days, linked, online
from portal.training.queries import times


@dataclass(frozen=True)
class Before:
    """When and where a session was to be before it changed."""

    starts_at: datetime
    ends_at: datetime
    venue: str


def session_cancelled(told: Told, line: int, *, had_place: bool, said: str = "") -> Draft:
    """We cancelled the session; `said` is what staff wrote about it to those who booked."""
    with words.speaking(told.locale):
        says = [
            _("We are sorry. This training will not take place."),
            *about(told),
            *([said] if said and not told.is_short else []),
            _("See what other training there is:"),
            pages.address("training.sessions.browse", told.locale),
        ]
        entry = file(told, is_cancelled=True) if had_place else ""
        return draft(told, f"session cancelled {line}", "session cancelled", says, attachment=entry, priority=SOON)


def changed(told: Told, before: Before, *, booking_id: int, has_place: bool) -> Draft:
    """The time or the place is another one: what it was, what it is now, and are they still coming?"""
    with words.speaking(told.locale):
        asks = _("Are you still coming? Please tell us here:") if has_place else _("If you cannot come, tell us here:")
        says = [
            _("The time or the place of your training has changed."),
            *_was(told, before),
            _("It is now:"),
            *about(told),
            *further_days(told),
            *(online(told) if has_place else []),
            *linked(told, asks),
        ]
        key = f"changed {booking_id} {told.session.sequence}"
        return draft(told, key, "session changed", says, attachment=file(told) if has_place else "", priority=SOON)


def _was(told: Told, before: Before) -> list[str]:
    """What is another one now, as it was; a text message has no room for it."""
    if told.is_short:
        return []
    session = told.session
    is_other_time = (before.starts_at, before.ends_at) != (session.starts_at, session.ends_at)
    when = [_("It was: %(when)s", when=times.span_words(told.takes_part, before.starts_at, before.ends_at))]
    where = [_("It was here: %(venue)s", venue=before.venue)]
    return [*(when if is_other_time else []), *(where if before.venue and before.venue != session.venue else [])]
