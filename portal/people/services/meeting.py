"""Getting to know people without asking twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import add, hold, locked_gently, session, writes
from portal.kit import typed
from portal.people.models import ContactWay, Person
from portal.people.rules import OTHER, May
from portal.people.services import needs, ways
from portal.people.services.holding import held
from portal.people.services.trust import TRUSTED, check_trust


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a form tells about a person: enough to know them by, how to reach them, and what they need.

    `person_id` when it is known who it is: they are signed in, or someone whom they trust is. `need_kinds` are pairs of
    a kind of access need and its details. `by_id` is whoever fills it in with or for them, and `how` that is done ("" when
    they do it themselves).
    """

    name: str
    channel: str
    value: str
    locale: str = "en"
    person_id: int | None = None
    by_id: int | None = None
    how: str = ""
    for_whom: str = "self"
    helper_name: str = ""
    safe_hours: str = ""
    may_leave_message: bool | None = None
    say_about: str = ""
    needs: str = ""
    need_kinds: tuple[tuple[str, str], ...] = ()

    @property
    def all_needs(self) -> list[tuple[str, str]]:
        """Every need with its details; their own words are one more."""
        return [*self.need_kinds, *([(OTHER, self.needs)] if self.needs else [])]


@writes
def meet(
    name: str, channel: str, value: str, *, locale: str, now: datetime, kind: str = "not_said"
) -> tuple[Person, ContactWay]:
    """The person of this name at this address, or a new one; a family on one address stays several people.

    What they told us before (needs, hours) is left alone: whoever types a name and an address is not yet known to be them.
    """
    key = typed.key_of(name)[:400]
    there = locked_gently(  # whoever asks at this moment to be forgotten is forgotten first, and then not found here
        select(Person, ContactWay)
        .join(ContactWay, ContactWay.person_id == Person.id)
        .where(
            ContactWay.value == value,
            ContactWay.channel == channel,
            ContactWay.ended_at.is_(None),
            Person.name_key == key,
        )
        .limit(1),
        Person,
    )
    found = session.execute(there).first()
    if not found:  # two first visits at one moment: the second waits here, and then finds the first
        hold(f"person at {value}")
        found = session.execute(there).first()
    if found:
        return found[0], found[1]
    person = add(Person(name=name, name_key=key, kind=kind, locale=locale, created_at=now))
    way = add(ContactWay(person_id=person.id, channel=channel, value=value, created_at=now))
    return person, way


@writes
def meet_told(told: Told, *, now: datetime) -> tuple[Person, ContactWay]:
    """The person that a form is about, and the way that it asks for.

    Someone who only typed a name and an address can make us more careful with that person, never less.
    """
    if told.person_id is None:
        person, way = meet(told.name, told.channel, told.value, locale=told.locale, now=now)
    else:
        person = held(told.person_id)
        is_helped = told.how == TRUSTED
        way = _way_of_helped(told, now) if is_helped else ways.asked_for(person.id, told.channel, told.value, now=now)
    is_theirs = told.person_id is not None or person.created_at == now
    _keep_safety(person, told, is_theirs=is_theirs and told.how != TRUSTED)
    if is_theirs and told.all_needs:
        needs.tell(person.id, told.need_kinds, told.needs, by=told.by_id or person.id, now=now)
    return person, way


def _keep_safety(person: Person, told: Told, *, is_theirs: bool) -> None:
    """Keep how it is safe to reach someone: from others only what makes us say less, and to fewer."""
    if is_theirs:
        person.safe_hours = told.safe_hours or person.safe_hours
        person.say_about = told.say_about or person.say_about
    else:
        person.safe_hours = person.safe_hours or told.safe_hours
    if told.may_leave_message is False or (is_theirs and told.may_leave_message is not None):
        person.may_leave_message = told.may_leave_message


def _way_of_helped(told: Told, now: datetime) -> ContactWay:
    """The way that we use for someone whom a helper does this for: the helper changes nothing about it."""
    check_trust(told.person_id, told.by_id, May.BOOK, now=now)
    if told.all_needs:
        check_trust(told.person_id, told.by_id, May.FILL_IN, now=now)
    theirs = select(ContactWay).where(ContactWay.person_id == told.person_id, ContactWay.value == told.value)
    return session.scalars(theirs).one()
