"""What we write before each date of a training: are you coming, and where it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.kit import words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, Draft
from portal.training.messages.parts import Told, draft, linked, online, place_words, reads_before
from portal.training.queries import times
from portal.training.queries.dates import Date
from portal.training.rules import Reminder


def reminder_key(which: Reminder, booking_id: int, starts_at: datetime) -> str:
    """What makes a reminder this one; a session that moves to another day is reminded of again."""
    return f"booking reminder {which} {booking_id} {starts_at:%Y%m%d%H%M}"


def reminder(told: Told, which: Reminder, date: Date, *, booking_id: int, said: str) -> Draft:
    """Two days before a date: are you coming? Two hours before: where it is; `said` is what they answered before."""
    with words.speaking(told.locale):
        key = reminder_key(which, booking_id, date.starts_at).removeprefix("booking ")
        lives = max(date.starts_at - told.now, timedelta(minutes=1))
        if which == Reminder.HOURS:
            return draft(told, key, "booking reminder", _hours_before(told, date, said), priority=SOON, lives=lives)
        return draft(told, key, "booking reminder", _days_before(told, date, said), lives=lives)


def _days_before(told: Told, date: Date, said: str) -> list[str]:
    asks = {
        "coming": _("Your training is soon. You told us that you are coming."),
        "not_sure": _("Your training is soon. You told us that you are not sure. Do you know now?"),
    }
    return [
        asks.get(said) or _("Your training is soon. Are you coming?"),
        *([] if told.is_short else [told.title]),
        times.span_words(told.takes_part, date.starts_at, date.ends_at),
        *place_words(told),
        *([] if told.is_short else online(told)),  # it comes once more, when it is needed
        *(reads_before(told) if date.number == 1 else []),
        *linked(told, _("Tell us here if you are coming, not sure, or cannot come:")),
    ]


def _hours_before(told: Told, date: Date, said: str) -> list[str]:
    """Whoever was not sure is asked once more; the number of someone to talk to stands below, as in each message."""
    begins = _("Your training begins today at %(hour)s.", hour=times.hour_words(told.takes_part, date.starts_at))
    asked = _("You said that you are not sure. Your place is still yours. Are you coming?")
    return [
        begins,
        *place_words(told),
        *online(told),
        *([asked] if said == "not_sure" else []),
        *linked(told, _("Tell us here:") if said == "not_sure" else _("If you cannot come, please tell us here:")),
    ]
