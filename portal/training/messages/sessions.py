"""What we write to everyone who booked when a session changes or is cancelled."""

from __future__ import annotations

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, Draft
from portal.training.messages.parts import Told, about, draft, file, online, to_cancel


def session_cancelled(told: Told, line: int, *, had_place: bool) -> Draft:
    """We cancelled the session."""
    with words.speaking(told.locale):
        says = [
            _("We are sorry. This training will not take place."),
            *about(told),
            _("See what other training there is:"),
            pages.address("training.sessions.browse", told.locale),
        ]
        entry = file(told, is_cancelled=True) if had_place else ""
        return draft(told, f"session cancelled {line}", "session cancelled", says, attachment=entry, priority=SOON)


def changed(told: Told, *, booking_id: int, has_place: bool) -> Draft:
    """The time or the place is another one."""
    with words.speaking(told.locale):
        says = [_("The time or the place of your training has changed. It is now:"), *about(told)]
        says += [*(online(told) if has_place else []), *to_cancel(told)]
        key = f"changed {booking_id} {told.session.sequence}"
        return draft(told, key, "session changed", says, attachment=file(told) if has_place else "", priority=SOON)
