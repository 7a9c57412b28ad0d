"""Asking someone one trusts for help, their answer, and its end; each is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock, limits, references
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.people import queries as people_queries
from portal.people import services as people
from portal.people.models import TrustedPerson
from portal.people.queries import Reachable
from portal.people.queries.trust import digest_of
from portal.people.rules import May
from portal.personal.messages import trusted as messages

MOST_ASKED = 10  # in a day, by one person


@dataclass(frozen=True)
class Asking:
    """Whom someone asks, how to reach them, with what they may help, and the last day of it."""

    name: str
    channel: str
    value: str
    may: frozenset[str]
    until_on: date


@writes
def ask(asking: Asking, *, person_id: int, locale: str, now: datetime) -> int:
    """Ask someone to help; asked again while the first asking stands, it is the first one. Its number."""
    person = people.held(person_id)
    first = _standing(asking, person_id, now)
    if first is not None:
        return first
    if not limits.try_once("trust", str(person_id), most=MOST_ASKED, within=timedelta(days=1), now=now):
        raise Refused(_("You have asked many people today. Please ask the next one tomorrow."), "contact")
    token = references.new_token()
    held = add(
        TrustedPerson(
            person_id=person_id,
            name=asking.name,
            channel=asking.channel,
            value=asking.value,
            token_digest=digest_of(token),
            until_on=asking.until_on,
            asked_at=now,
            **_columns(asking.may),
        )
    )
    audit.record("trust asked", now=now, by=person_id, about=person_id, thing=_thing(held), may=sorted(asking.may))
    to = Reachable(0, asking.name, locale, asking.channel, asking.value)
    outbox.put(messages.asked(to, held.id, person.name, token), now=now)
    return held.id


def _standing(asking: Asking, person_id: int, now: datetime) -> int | None:
    same = (trust for trust in people_queries.trusted_by(person_id) if trust.value == asking.value)
    standing = (trust for trust in same if trust.waits_for_answer(now) or trust.is_in_force(clock.local(now).date()))
    return next((trust.id for trust in standing if trust.name == asking.name), None)


def _columns(may: frozenset[str]) -> dict[str, bool]:
    return {name.value: name in may for name in May}


def _thing(held: TrustedPerson) -> str:
    return f"trust {held.id}"


def _held(trust_id: int) -> TrustedPerson:
    found = session.scalar(locked(select(TrustedPerson).where(TrustedPerson.id == trust_id)))
    if found is None:
        raise NotFound
    return found


def _tell(person_id: int, word: Callable[[Reachable], Draft], now: datetime, value: str = "") -> None:
    to = people_queries.find_reachable(person_id, value)
    if to is not None:
        outbox.put(word(to), now=now)


@writes
def change(trust_id: int, may: frozenset[str], until_on: date, *, person_id: int, now: datetime) -> None:
    """Let a person change with what someone helps them, and until when; it counts at once."""
    held = _held(trust_id)
    if held.person_id != person_id or held.ended_at is not None:
        raise NotFound
    before = (people_queries.Trust.of(held, "").may, held.until_on)
    if before == (may, until_on):
        return
    for name, value in _columns(may).items():
        setattr(held, name, value)
    held.until_on = until_on
    audit.record("trust changed", now=now, by=person_id, about=person_id, thing=_thing(held), may=sorted(may))
    if held.helper_id is not None:
        asker = people_queries.name_of(person_id)
        _tell(held.helper_id, lambda to: messages.changed(to, held.id, asker, f"{now:%Y%m%d%H%M%S%f}"), now, held.value)


@writes
def end(trust_id: int, *, by: int, now: datetime) -> None:
    """Let either of the two end it, at once; both are told, and a second press changes nothing."""
    held = _held(trust_id)
    if by not in {held.person_id, held.helper_id}:
        raise NotFound
    if held.ended_at is not None:
        return
    _end(held, by, now)
    _tell_both(held, now)


def _end(held: TrustedPerson, by: int | None, now: datetime) -> None:
    held.ended_at, held.ended_by_id = now, by
    audit.record("trust ended", now=now, by=by, about=held.person_id, thing=_thing(held))


def _tell_both(held: TrustedPerson, now: datetime) -> None:
    if held.helper_id is None:
        return  # whoever did not answer yet need not hear that nothing is asked of them any more
    helper_id, asker = held.helper_id, people_queries.name_of(held.person_id)
    _tell(held.person_id, lambda to: messages.ended(to, held.id, held.name), now)
    _tell(helper_id, lambda to: messages.ended(to, held.id, asker), now, held.value)


@dataclass(frozen=True)
class Helper:
    """Who says yes: someone whom we know at the address that was asked, or (with 0) someone new of this name."""

    person_id: int
    name: str = ""
    locale: str = "en"


@writes
def accept(trust_id: int, helper: Helper, *, now: datetime) -> int:
    """Let the one who was asked say yes, once they proved the address; the number of the helper.

    A helper stays one person of their own: with a name, a page and interests that are theirs. Whoever helped with less
    before helps with this instead.
    """
    held = _held(trust_id)
    if held.helper_id == helper.person_id and held.accepted_at is not None:
        return helper.person_id
    if not people_queries.Trust.of(held, "").waits_for_answer(now):
        raise NotFound
    helper_id = (
        helper.person_id or people.meet(helper.name, held.channel, held.value, locale=helper.locale, now=now)[0].id
    )
    if helper_id == held.person_id:
        raise Refused(_("This is the name of the person who asks. Type your own name"), "name")
    for earlier in _between(held.person_id, helper_id):
        _end(earlier, None, now)
    held.helper_id, held.accepted_at = helper_id, now
    audit.record("trust accepted", now=now, by=helper_id, about=held.person_id, thing=_thing(held))
    _tell(held.person_id, lambda to: messages.accepted(to, held.id, held.name), now)
    return helper_id


def _between(person_id: int, helper_id: int) -> list[TrustedPerson]:
    standing = select(TrustedPerson).where(
        TrustedPerson.person_id == person_id, TrustedPerson.helper_id == helper_id, TrustedPerson.ended_at.is_(None)
    )
    return list(session.scalars(locked(standing)))


@writes
def decline(trust_id: int, *, now: datetime) -> None:
    """Let the one who was asked say no, once they proved the address; a second press changes nothing."""
    held = _held(trust_id)
    if held.ended_at is not None:
        return
    if held.accepted_at is not None:
        raise NotFound
    held.ended_at = now
    audit.record("trust declined", now=now, about=held.person_id, thing=_thing(held))
    _tell(held.person_id, lambda to: messages.declined(to, held.id, held.name), now)
