"""What messages about training are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.kit import pages, typed, words
from portal.kit.words import gettext as _
from portal.outbox.services import USUAL, Draft
from portal.people.queries import Reachable
from portal.personal.messages import filling
from portal.training import calendar
from portal.training.calendar import Day, Entry
from portal.training.materials import materials_of
from portal.training.models import QISession
from portal.training.queries import times


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
    mode: str = ""  # in which way they take part, where the session is held in both
    days: tuple[Day, ...] = ()  # every date of the session, those too that do not take place

    @property
    def takes_part(self) -> str:
        """In person, online, or in either way, where the session has one count of places for both."""
        has_two_counts = self.session.mode == "both" and self.session.online_capacity
        return self.mode if has_two_counts and self.mode else self.session.mode

    @property
    def is_short(self) -> bool:
        """Whether it goes to a phone, where each letter counts."""
        return self.to.channel == "sms"


def about(told: Told) -> list[str]:
    """What it is about: its name, but not in a text message, when, and where."""
    title = [] if told.is_short else [told.title]
    when = times.span_words(told.takes_part, told.session.starts_at, told.session.ends_at)
    return [*title, when, *place_words(told)]


def place_words(told: Told) -> list[str]:
    """Where it is held, if anywhere."""
    has_place = told.takes_part != "online" and told.session.venue
    return [_("Where: %(venue)s", venue=told.session.venue)] if has_place else []


def online(told: Told) -> list[str]:
    """How to join online, or by phone."""
    session = told.session
    if told.takes_part == "in_person":
        return []
    link = [_("Online: %(link)s", link=session.online_link)] if session.online_link else []
    note = [session.online_note] if session.online_link and not told.is_short else []
    dial_in = [_("Or by phone: %(dial_in)s", dial_in=words.whole(session.dial_in))] if session.dial_in else []
    return [*link, *note, *dial_in]


def host(told: Told) -> list[str]:
    """Who welcomes them."""
    name = told.session.host_name
    return [_("%(name)s will welcome you.", name=name)] if name and not told.is_short else []


def further_days(told: Told) -> list[str]:
    """The further dates of a training that is held on several; not in a text message."""
    going_on = [day for day in told.days if not day.is_cancelled][1:]
    if not going_on or told.is_short:
        return []
    return [_("It goes on:"), *(times.span_words(told.takes_part, day.starts_at, day.ends_at) for day in going_on)]


def reads_before(told: Told) -> list[str]:
    """What there is to read before, with where it stands; not in a text message."""
    found = [] if told.is_short else materials_of(told.session.materials_before)
    return [_("To read before, if you like:"), *(f"{one.name}: {one.address}" for one in found)] if found else []


def linked(told: Told, words_before: str) -> list[str]:
    """A link and what it is for; nothing for a helper who may not answer."""
    return [words_before, pages.address("training.answers.answer", told.locale, token=told.token)] if told.token else []


def to_book(told: Told) -> str:
    """Where to book again: in a text message, which others may see, not even the address names the course."""
    if told.is_short:
        return pages.address("training.sessions.browse", told.locale)
    return pages.address("training.sessions.one", told.locale, slug=told.session.slug)


def filled_in(told: Told) -> list[str]:
    """Who filled it in with or for them."""
    return filling.says(told.how, told.to.channel)


def to_cancel(told: Told) -> list[str]:
    """How to say that one cannot come."""
    return linked(told, _("If you cannot come, please tell us here:"))


def file(told: Told, *, is_cancelled: bool = False) -> str:
    """All its dates for their calendar."""
    session, is_online = told.session, told.takes_part == "online"
    way_there = [*online(told), "" if is_online else session.how_to_get_there]
    says = [*([] if is_cancelled else way_there), *linked(told, "")]
    entry = Entry(
        session.id,
        session.sequence,
        told.title,
        told.days,
        _("Online") if is_online else session.venue,
        "\n".join(said for said in says if said),
        told.now,
        is_cancelled=is_cancelled,
    )
    return calendar.entry_file(entry, now=told.now)


def draft(
    told: Told,
    key: str,
    kind: str,
    says: list[str],
    *,
    attachment: str = "",
    priority: int = USUAL,
    lives: timedelta = timedelta(hours=72),
) -> Draft:
    """The message, with what stands in each: the reference and a number to ring."""
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
