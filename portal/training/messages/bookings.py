"""What we write to people about one booking: never what they need, and nothing in the subject but a reference."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.kit import words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, Draft
from portal.training.messages.clash import also_then
from portal.training.messages.parts import (
    Told,
    about,
    draft,
    file,
    filled_in,
    further_days,
    host,
    linked,
    online,
    reads_before,
    to_book,
    to_cancel,
)
from portal.training.queries.words import WHYS_FOR_PERSON
from portal.training.rules import Why


def booked(told: Told, line: int) -> Draft:
    """You have a place; `line` is the line of history that this message belongs to."""
    with words.speaking(told.locale):
        says = [
            _("You have a place."),
            *about(told),
            *further_days(told),
            *online(told),
            *host(told),
            *reads_before(told),
            *filled_in(told),
            *also_then(told),
            *to_cancel(told),
        ]
        return draft(told, f"booked {line}", "booking confirmed", says, attachment=file(told), priority=SOON)


def again(told: Told, key: str, status_words: str) -> Draft:
    """They asked for what they have: said only to them, never on the page."""
    with words.speaking(told.locale):
        says = [_("You asked for this before, and it still stands."), words.sentence(status_words), *about(told)]
        return draft(told, f"again {key}", "booking again", [*says, *to_cancel(told)])


def waiting(told: Told, line: int, place: int, *, is_kept: bool = False) -> Draft:
    """It is full, or the places that are left are kept for others: your place in the line."""
    with words.speaking(told.locale):
        number = words.number(place)
        full = _("This training is full. You are number %(place)s on the waiting list.", place=number)
        kept = _("The places that are left are kept for service users and carers, for now.")
        says = [
            *([kept, _("You are number %(place)s on the waiting list.", place=number)] if is_kept else [full]),
            *about(told),
            _("If a place comes free, we keep it for you and tell you at once."),
            *filled_in(told),
            *also_then(told),
            *to_cancel(told),
        ]
        return draft(told, f"waiting {line}", "booking waiting", says)


def offered(told: Told, line: int, ends_at: datetime, why: Why) -> Draft:
    """A place is kept for you until then, and why; answer by this link."""
    with words.speaking(told.locale):
        says = [
            str(WHYS_FOR_PERSON[why]),
            _("A place came free, and we keep it for you until %(moment)s.", moment=words.moment(ends_at)),
            *about(told),
            *linked(told, _("To take it or to give it to someone else, use this link:")),
        ]
        lives = max(ends_at - told.now, timedelta(minutes=1))
        return draft(told, f"offered {line}", "booking offered", says, priority=SOON, lives=lives)


def lapsed(told: Told, line: int) -> Draft:
    """You did not answer in time, and can book again."""
    with words.speaking(told.locale):
        says = [
            _("The place that we kept for you has gone to someone else, because we did not hear from you in time."),
            _("That is all right. You can book again at any time:"),
            to_book(told),
        ]
        return draft(told, f"lapsed {line}", "booking lapsed", says)


def cancelled(told: Told, line: int, *, had_place: bool) -> Draft:
    """As you asked, your place is given up."""
    with words.speaking(told.locale):
        says = [
            _("Your booking is cancelled.") if told.how else _("As you asked, your booking is cancelled."),
            *about(told),
            *filled_in(told),
            _("You can book again at any time:"),
            to_book(told),
        ]
        entry = file(told, is_cancelled=True) if had_place else ""
        return draft(told, f"cancelled {line}", "booking cancelled", says, attachment=entry)


def said(told: Told, line: int, what: Why) -> Draft:
    """Someone whom they trust said for them that they are coming, or that they are not sure."""
    with words.speaking(told.locale):
        heard = (
            _("We were told that you are coming.") if what == Why.COMING else _("We were told that you are not sure.")
        )
        says = [heard, *about(told), *filled_in(told), *to_cancel(told)]
        return draft(told, f"said {line}", "booking said", says)


def one_free(told: Told, line: int) -> Draft:
    """You wait for two places, and one is free: is one enough?"""
    with words.speaking(told.locale):
        says = [
            _("You are next in the line. You asked for 2 places, and 1 is free."),
            *about(told),
            _("We keep it until a second one comes free. If one place is enough, you can have it now."),
            *linked(told, _("Tell us here:")),
        ]
        return draft(told, f"one free {line}", "booking one free", says, priority=SOON)


def one_place(told: Told, line: int) -> Draft:
    """As you asked, it is one place now."""
    with words.speaking(told.locale):
        says = [_("You said that one place is enough. Your booking is for one person now."), *about(told)]
        return draft(told, f"one place {line}", "booking one place", [*says, *filled_in(told), *to_cancel(told)])
