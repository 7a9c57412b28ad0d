"""Changing the ways to reach someone; whoever had the old way hears of it at once, and can stop it for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.database import session, writes
from portal.kit import audit, limits
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import services as people
from portal.people.models import ContactWay, Person
from portal.people.queries import Reachable
from portal.people.queries.ways import MyWay, ways_of
from portal.people.rules import HELD, gets_codes
from portal.personal.messages import reach as messages
from portal.signin import services as signin
from portal.signin.services import Asker, Tried

MOST_ADDED = 10  # in a day, by one person


@writes
def add(person_id: int, channel: str, value: str, asker: Asker, *, now: datetime) -> int:
    """Keep one more way; a code goes to an address or a mobile before anything else does. Its number."""
    if not limits.try_once("add way", str(person_id), most=MOST_ADDED, within=timedelta(days=1), now=now):
        raise Refused(_("You have added many ways today. Please add the next one tomorrow."), "channel")
    way = people.ways.add(person_id, channel, value, now=now)
    audit.record("way added", now=now, by=person_id, about=person_id, thing=_thing(way.id))
    if not gets_codes(channel):
        _tell_added(person_id, _used_besides(person_id, way.id, now), way.id, now)
    elif way.verified_at is None and not way.may_sign_in:
        signin.ask_code(value, channel, asker, is_staff=False, now=now, opens=_thing(way.id))
    return way.id


@writes
def send_code(person_id: int, way_id: int, asker: Asker, *, now: datetime) -> None:
    """Send one more code to a way that waits for it."""
    way = _mine(person_id, way_id)
    if not way.is_proven:
        signin.ask_code(way.value, way.channel, asker, is_staff=False, now=now, opens=_thing(way_id))


@writes
def prove(person_id: int, way_id: int, said: str, browser: str, *, now: datetime) -> Tried:
    """Try the code that someone typed for their new way; the ways before hear that there is one more."""
    _mine(person_id, way_id)
    tried, _value = signin.try_code(said, browser, is_staff=False, now=now, opens=_thing(way_id))
    if tried != Tried.RIGHT:
        return tried
    people.ways.prove(person_id, way_id, now=now)
    audit.record("way proven", now=now, by=person_id, about=person_id, thing=_thing(way_id))
    _tell_added(person_id, _used_besides(person_id, way_id, now), way_id, now)
    return tried


@writes
def use(person_id: int, way_id: int, *, now: datetime) -> None:
    """Use another way from tomorrow on; the one that is used until then hears of it at once."""
    replaced = people.ways.use(person_id, way_id, now=now)
    if not replaced:
        return
    audit.record("way chosen", now=now, by=person_id, about=person_id, thing=_thing(way_id))
    for way in (way for way in replaced if way.ended_at is None):
        outbox.put(messages.changed(_to(person_id, way), way.id, now, now + HELD), now=now)


@writes
def stay(person_id: int, *, now: datetime) -> None:
    """Go on with what is used now; the change that was asked for does not come."""
    if people.ways.stay(person_id, now=now):
        audit.record("way kept", now=now, by=person_id, about=person_id)


@writes
def end(person_id: int, way_id: int, *, now: datetime) -> None:
    """Use a way no more: it may have become unsafe, so nothing is written to it, not even what was waiting."""
    ended = _mine(person_id, way_id)
    instead = people.ways.end(person_id, way_id, now=now)
    to = _to(person_id, instead)
    outbox.readdress(person_id, ended.value, to.channel, to.value)
    audit.record("way ended", now=now, by=person_id, about=person_id, thing=_thing(way_id))
    outbox.put(messages.ended(to, way_id, now), now=now)


@writes
def tell_safety(
    person_id: int, *, safe_hours: str, may_leave_message: bool | None, say_about: str, check_word: str, now: datetime
) -> None:
    """Keep what someone says about reaching them safely, in place of what they said before."""
    person = people.held(person_id)
    person.safe_hours, person.may_leave_message = safe_hours, may_leave_message
    person.say_about, person.check_word = say_about, check_word
    audit.record("safety told", now=now, by=person_id, about=person_id)


def _mine(person_id: int, way_id: int) -> MyWay:
    way = next((way for way in ways_of(person_id) if way.id == way_id), None)
    if way is None:
        raise NotFound
    return way


def _used_besides(person_id: int, way_id: int, now: datetime) -> list[MyWay]:
    return [way for way in ways_of(person_id) if way.is_used(now) and way.id != way_id]


def _tell_added(person_id: int, ways: list[MyWay], way_id: int, now: datetime) -> None:
    for way in ways:
        outbox.put(messages.added(_to(person_id, way), way_id, now), now=now)


def _to(person_id: int, way: ContactWay | MyWay) -> Reachable:
    person = session.get_one(Person, person_id)
    return Reachable(person.id, person.name, person.locale, way.channel, way.value)


def _thing(way_id: int) -> str:
    return f"way {way_id}"
