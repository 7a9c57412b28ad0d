"""The ways to reach someone: one more, the one that is used, and one that ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add as keep_row
from portal.database import session, writes
from portal.kit.errors import NotFound
from portal.people import rules
from portal.people.models import ContactWay
from portal.people.services.holding import held


class NotYet(Exception):
    """It cannot end before another way has been theirs for a day."""


class NotProven(Exception):
    """Nothing can go there before a code came back."""


@writes
def again(person_id: int, channel: str, value: str, *, now: datetime) -> ContactWay:
    """The person's way of this kind and value, or a new one; it opens nothing until a code came back.

    One that ended, or was of another kind (a phone that is rung, then sent texts), begins anew.
    """
    there = select(ContactWay).where(ContactWay.person_id == person_id, ContactWay.value == value)
    found = session.scalar(there)
    if found is None:
        new = ContactWay(person_id=person_id, channel=channel, value=value, created_at=now, may_sign_in=False)
        return keep_row(new)
    if found.ended_at is not None or found.channel != channel:
        found.channel, found.created_at, found.ended_at = channel, now, None
        found.may_sign_in, found.verified_at = False, None
    return found


@writes
def asked_for(person_id: int, channel: str, value: str, *, now: datetime) -> ContactWay:
    """The way that someone asks for in a form: it is used for what they ask there, whatever is used otherwise."""
    _shorten(_held(person_id), now)
    way = again(person_id, channel, value, now=now)
    way.goes_to_id = way.goes_at = None
    return way


@writes
def add(person_id: int, channel: str, value: str, *, now: datetime) -> ContactWay:
    """Keep one more way of someone; until they say so, it is used for nothing."""
    ways = _held(person_id)
    there = next(
        (way for way in ways.values() if (way.channel, way.value, way.ended_at) == (channel, value, None)), None
    )
    if there is not None:
        return there
    used = _in_use(ways, now)
    way = again(person_id, channel, value, now=now)
    others = [one for one in used if one.id != way.id]
    way.goes_to_id, way.goes_at = (others[0].id, now) if others else (None, None)
    return way


@writes
def prove(person_id: int, way_id: int, *, now: datetime) -> ContactWay:
    """A code came back from a way; a day later it signs in."""
    way = _mine(_held(person_id), way_id)
    way.verified_at = way.verified_at or now
    return way


@writes
def use(person_id: int, way_id: int, *, now: datetime) -> list[ContactWay]:
    """Let everything go one way from tomorrow on; the ways that it replaces then."""
    ways = _held(person_id)
    chosen = _mine(ways, way_id)
    if not rules.is_proven(chosen):
        raise NotProven
    _shorten(ways, now)
    replaced = [way for way in _in_use(ways, now) if way.id != chosen.id]
    for way in replaced:
        way.goes_to_id, way.goes_at = chosen.id, now + rules.HELD
    return replaced


@writes
def stay(person_id: int, *, now: datetime) -> bool:
    """Undo the change that does not count yet; False when there is none."""
    leaving = [way for way in _held(person_id).values() if way.goes_at is not None and way.goes_at > now]
    for way in leaving:
        way.goes_to_id = way.goes_at = None
    return bool(leaving)


@writes
def end(person_id: int, way_id: int, *, now: datetime) -> ContactWay:
    """Reach someone in this way no more, nor let it sign in; the way that is used instead."""
    ways = _held(person_id)
    ended = _mine(ways, way_id)
    _shorten(ways, now)
    left = [way for way in ways.values() if way.ended_at is None and way.id != ended.id]
    settled = [way for way in left if rules.is_settled(way, now)]
    if not settled:
        raise NotYet
    used = [way for way in _in_use(ways, now) if way in settled]
    instead = (used or settled)[0]
    ended.ended_at = now
    for way in ways.values():
        if way.goes_to_id == ended.id and way.goes_at is not None and way.goes_at > now:
            way.goes_to_id = way.goes_at = None
        elif _used_instead(ways, way, now).id == ended.id:
            way.goes_to_id, way.goes_at = instead.id, now
    if not used:
        instead.goes_to_id = instead.goes_at = None
    return instead


def _held(person_id: int) -> dict[int, ContactWay]:
    """Every way of a person by its number, nobody else changing them; ended ones too, since records lead to them."""
    held(person_id)
    there = select(ContactWay).where(ContactWay.person_id == person_id).order_by(ContactWay.id)
    return {way.id: way for way in session.scalars(there.execution_options(populate_existing=True))}


def _mine(ways: dict[int, ContactWay], way_id: int) -> ContactWay:
    way = ways.get(way_id)
    if way is None or way.ended_at is not None:
        raise NotFound
    return way


def _used_instead(ways: dict[int, ContactWay], way: ContactWay, now: datetime) -> ContactWay:
    """Where what is written to a way goes now; a replacement that is older than the one before is followed no further."""
    since = None
    while way.goes_to_id is not None and way.goes_at is not None and way.goes_at <= now:
        if since is not None and way.goes_at <= since:
            break
        since, way = way.goes_at, ways[way.goes_to_id]
    return way


def _in_use(ways: dict[int, ContactWay], now: datetime) -> list[ContactWay]:
    """The ways to which something is written now."""
    ids = {_used_instead(ways, way, now).id for way in ways.values()}
    return [way for way in ways.values() if way.id in ids]


def _shorten(ways: dict[int, ContactWay], now: datetime) -> None:
    """Let each replaced way lead straight to the one that is used, so that a query finds it in two steps at most."""
    ends = {way.id: _used_instead(ways, way, now).id for way in ways.values()}
    for way in ways.values():
        if ends[way.id] != way.id:
            way.goes_to_id = ends[way.id]
        elif way.goes_at is not None and way.goes_at <= now:
            way.goes_to_id = way.goes_at = None
