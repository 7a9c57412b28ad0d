"""What we write to people about their training: never what they need, and nothing in the subject but a reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.kit import pages, typed, words
from portal.kit.words import gettext as _
from portal.outbox.services import SOON, USUAL, Draft
from portal.people.queries import Reachable
from portal.personal.messages import filling
from portal.training import calendar
from portal.training.calendar import Entry
from portal.training.models import QISession
from portal.training.rules import Reminder


@dataclass(frozen=True)
class Told:
    """What a message about one booking knows: who it goes to, and what about."""

    to: Reachable
    reference: str
    token: str
    title: str
    session: QISession
    locale: str
    now: datetime
    how: str = ""  # when someone else did it with or for them
    trust_id: int = 0  # of the helper for whom this is a copy
    helped: str = ""  # whom that helper helps

    @property
    def is_short(self) -> bool:
        """Whether it goes to a phone, where each letter counts."""
        return self.to.channel == "sms"


def booked(told: Told, line: int) -> Draft:
    """You have a place; `line` is the line of history that this message belongs to."""
    with words.speaking(told.locale):
        says = [_("You have a place."), *_about(told), *_online(told), *_filled_in(told), *_to_cancel(told)]
        return _draft(told, f"booked {line}", "booking confirmed", says, attachment=_file(told), priority=SOON)


def again(told: Told, key: str, status_words: str) -> Draft:
    """They asked for what they have: said only to them, never on the page."""
    with words.speaking(told.locale):
        says = [_("You asked for this before, and it still stands."), words.sentence(status_words), *_about(told)]
        return _draft(told, f"again {key}", "booking again", [*says, *_to_cancel(told)])


def waiting(told: Told, line: int, place: int) -> Draft:
    """It is full: your place in the line."""
    with words.speaking(told.locale):
        says = [
            _("This training is full. You are number %(place)s on the waiting list.", place=words.number(place)),
            *_about(told),
            _("If a place comes free, we keep it for you and tell you at once."),
            *_filled_in(told),
            *_to_cancel(told),
        ]
        return _draft(told, f"waiting {line}", "booking waiting", says)


def offered(told: Told, line: int, ends_at: datetime) -> Draft:
    """A place is kept for you until then; answer by this link."""
    with words.speaking(told.locale):
        says = [
            _("A place came free, and we keep it for you until %(moment)s.", moment=words.moment(ends_at)),
            *_about(told),
            *_linked(told, _("To take it or to give it to someone else, use this link:")),
        ]
        lives = max(ends_at - told.now, timedelta(minutes=1))
        return _draft(told, f"offered {line}", "booking offered", says, priority=SOON, lives=lives)


def lapsed(told: Told, line: int) -> Draft:
    """You did not answer in time, and can book again."""
    with words.speaking(told.locale):
        says = [
            _("The place that we kept for you has gone to someone else, because we did not hear from you in time."),
            _("That is all right. You can book again at any time:"),
            _to_book(told),
        ]
        return _draft(told, f"lapsed {line}", "booking lapsed", says)


def cancelled(told: Told, line: int, *, had_place: bool) -> Draft:
    """As you asked, your place is given up."""
    with words.speaking(told.locale):
        says = [
            _("Your booking is cancelled.") if told.how else _("As you asked, your booking is cancelled."),
            *_about(told),
            *_filled_in(told),
            _("You can book again at any time:"),
            _to_book(told),
        ]
        file = _file(told, is_cancelled=True) if had_place else ""
        return _draft(told, f"cancelled {line}", "booking cancelled", says, attachment=file)


def said_coming(told: Told, line: int) -> Draft:
    """Someone whom they trust said for them that they are coming."""
    with words.speaking(told.locale):
        says = [_("We were told that you are coming."), *_about(told), *_filled_in(told), *_to_cancel(told)]
        return _draft(told, f"coming {line}", "booking coming", says)


def session_cancelled(told: Told, line: int, *, had_place: bool) -> Draft:
    """We cancelled the session."""
    with words.speaking(told.locale):
        says = [
            _("We are sorry. This training will not take place."),
            *_about(told),
            _("See what other training there is:"),
            pages.address("training.browse", told.locale),
        ]
        file = _file(told, is_cancelled=True) if had_place else ""
        return _draft(told, f"session cancelled {line}", "session cancelled", says, attachment=file, priority=SOON)


def changed(told: Told, *, booking_id: int, has_place: bool) -> Draft:
    """The time or the place is another one."""
    with words.speaking(told.locale):
        says = [_("The time or the place of your training has changed. It is now:"), *_about(told)]
        says += [*(_online(told) if has_place else []), *_to_cancel(told)]
        key = f"changed {booking_id} {told.session.sequence}"
        return _draft(told, key, "session changed", says, attachment=_file(told) if has_place else "", priority=SOON)


def reminder_key(which: Reminder, booking_id: int, starts_at: datetime) -> str:
    """What makes a reminder this one; a session that moves to another day is reminded of again."""
    return f"booking reminder {which} {booking_id} {starts_at:%Y%m%d%H%M}"


def reminder(told: Told, which: Reminder, *, booking_id: int) -> Draft:
    """Two days before: are you coming? Two hours before: where and when."""
    with words.speaking(told.locale):
        key = reminder_key(which, booking_id, told.session.starts_at).removeprefix("booking ")
        lives = max(told.session.starts_at - told.now, timedelta(minutes=1))
        if which == Reminder.HOURS:
            says = [
                _("Your training begins at %(hour)s today.", hour=words.hour(told.session.starts_at)),
                *_place(told),
            ]
            return _draft(told, key, "booking reminder", [*says, *_online(told)], priority=SOON, lives=lives)
        says = [
            _("Your training is soon. Are you coming?"),
            *_about(told),
            *_online(told),
            *_linked(told, _("Tell us here that you are coming, or that you cannot come:")),
        ]
        return _draft(told, key, "booking reminder", says, lives=lives)


def how_was_it(told: Told, *, booking_id: int) -> Draft:
    """The day after: was what you asked for there? It says neither what that was nor what it was for."""
    with words.speaking(told.locale):
        says = [
            _("Thank you for coming. When you booked, you told us what helps you to take part."),
            _("Was it there? Please tell us here. It takes a minute:"),
            pages.address("training.met", told.locale, token=told.token),
        ]
        return _draft(told, f"how was it {booking_id}", "booking how was it", says)


def _about(told: Told) -> list[str]:
    title = [] if told.is_short else [told.title]
    return [*title, words.span(told.session.starts_at, told.session.ends_at), *_place(told)]


def _place(told: Told) -> list[str]:
    has_place = told.session.mode != "online" and told.session.venue
    return [_("Where: %(venue)s", venue=told.session.venue)] if has_place else []


def _online(told: Told) -> list[str]:
    link = told.session.online_link
    if told.session.mode == "in_person" or not link:
        return []
    return [_("Online: %(link)s", link=link), *([told.session.online_note] if not told.is_short else [])]


def _linked(told: Told, words_before: str) -> list[str]:
    """A link and what it is for; nothing for a helper who may not answer."""
    return [words_before, pages.address("training.answer", told.locale, token=told.token)] if told.token else []


def _to_book(told: Told) -> str:
    """Where to book again: in a text message, which others may see, not even the address names the course."""
    if told.is_short:
        return pages.address("training.browse", told.locale)
    return pages.address("training.session", told.locale, slug=told.session.slug)


def _filled_in(told: Told) -> list[str]:
    return filling.says(told.how, told.to.channel)


def _to_cancel(told: Told) -> list[str]:
    return _linked(told, _("If you cannot come, please tell us here:"))


def _file(told: Told, *, is_cancelled: bool = False) -> str:
    session = told.session
    says = [*([] if is_cancelled else [*_online(told), session.how_to_get_there]), *_linked(told, "")]
    where = session.venue if session.mode != "online" else (_("Online"))
    entry = Entry(
        session.id,
        session.sequence,
        told.title,
        session.starts_at,
        session.ends_at,
        where,
        "\n".join(said for said in says if said),
    )
    return calendar.entry_file(entry, now=told.now, is_cancelled=is_cancelled)


def _draft(
    told: Told,
    key: str,
    kind: str,
    says: list[str],
    *,
    attachment: str = "",
    priority: int = USUAL,
    lives: timedelta = timedelta(hours=72),
) -> Draft:
    phone = pages.settings().help_phone
    if told.trust_id:
        letter = typed.initials(told.helped)[:1]
        copy = _("You get a copy because you help someone. Their name begins with %(letter)s. We wrote:", letter=letter)
        key, says = f"{key} for {told.trust_id}", [copy, *says]
    if told.is_short:
        says = [*says, *([_("Ring %(phone)s.", phone=words.whole(phone))] if phone else [])]
    else:
        reference = _("Your reference is %(reference)s.", reference=words.whole(told.reference))
        says = [
            *says,
            reference,
            *([_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []),
        ]
    return Draft(
        key=f"booking {key}",
        kind=kind,
        person_id=told.to.person_id,
        channel=told.to.channel,
        address=told.to.value,
        locale=told.locale,
        subject=_("Your reference %(reference)s", reference=words.whole(told.reference)),
        body=("\n" if told.is_short else "\n\n").join(said for said in says if said),
        attachment="" if told.is_short else attachment,
        priority=priority,
        lives=lives,
    )
