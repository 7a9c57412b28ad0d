"""What people need so that they can take part: told once, flagged on each thing, got ready, and met."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from portal.database import add, changed, locked, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound
from portal.people.models import AccessNeed, NeedFlag
from portal.people.rules import Mark, added_words
from portal.people.services.holding import held

Pairs = Collection[tuple[str, str]]
MOST_WORDS, MOST_SAID = 2000, 400
AFRESH: Mapping[str, Any] = {
    "ready_at": None,
    "ready_by_id": None,
    "is_met_for_person": None,
    "is_met_for_staff": None,
    "said": "",
    "asked_at": None,
}


@writes
def tell(person_id: int, kinds: Pairs, words: str, *, by: int, now: datetime, is_whole: bool = False) -> None:
    """Keep what someone needs. A form only adds to it; what the whole list leaves out ends."""
    person = held(person_id)
    there = {need.kind: need for need in session.scalars(select(AccessNeed).where(AccessNeed.person_id == person_id))}
    for kind, details in kinds:
        need = there.pop(kind, None) or add(AccessNeed(person_id=person_id, kind=kind, told_at=now))
        need.told_at = now if need.ended_at is not None else need.told_at
        need.details = details if is_whole else details or need.details
        need.told_by_id, need.ended_at = None if by == person_id else by, None
    if is_whole:
        for need in there.values():
            need.ended_at = need.ended_at or now
    is_their_own = is_whole or (by == person_id and bool(words))
    person.needs = words if is_their_own else added_words(person.needs, words, MOST_WORDS)
    person.needs_reviewed_at = now
    audit.record("needs told", now=now, by=by, about=person_id)


@writes
def say_they_hold(person_id: int, *, now: datetime) -> None:
    """Note that someone looked at what they told us, and that it still holds."""
    held(person_id).needs_reviewed_at = now
    audit.record("needs reviewed", now=now, by=person_id, about=person_id)


@writes
def flag(
    thing: str, person_id: int, needs: Pairs, *, directorate_id: int | None, now: datetime, takes_place: bool = True
) -> None:
    """Show what someone needs to those who must act on it for one thing; when asked again, what is new is added."""
    if not needs:
        return
    there = {one.kind: one for one in session.scalars(select(NeedFlag).where(NeedFlag.thing == thing))}
    for kind, details in needs:
        if (found := there.get(kind)) is not None:
            _add_details(found, details)
            continue
        session.add(
            NeedFlag(
                thing=thing,
                person_id=person_id,
                directorate_id=directorate_id,
                kind=kind,
                details=details,
                flagged_at=now,
                ended_at=None if takes_place else now,
            )
        )


def _add_details(found: NeedFlag, details: str) -> None:
    both = added_words(found.details, details, MOST_WORDS)
    if both != found.details:
        found.details, found.ready_at, found.ready_by_id = both, None, None  # what is new must be got ready too


@writes
def flag_again(thing: str, on: str, *, directorate_id: int | None, now: datetime) -> None:
    """Flag on one thing what is flagged on another: whoever joins a team needs there what they needed when they asked."""
    found = list(session.scalars(select(NeedFlag).where(_open(on)).order_by(NeedFlag.id)))
    if found:
        needs = [(one.kind, one.details) for one in found]
        flag(thing, found[0].person_id, needs, directorate_id=directorate_id, now=now)


def _open(thing: str) -> ColumnElement[bool]:
    return (NeedFlag.thing == thing) & NeedFlag.ended_at.is_(None)


@writes
def follow(things: Collection[str], *, takes_place: bool, now: datetime) -> None:
    """End what is flagged on things that do not take place; begin it afresh when they take place after all."""
    if not things:
        return
    of_them = NeedFlag.thing.in_(things)
    if takes_place:
        ended = update(NeedFlag).where(of_them, NeedFlag.ended_at.is_not(None))
        changed(ended.values(ended_at=None, flagged_at=now, **AFRESH))
    else:
        changed(update(NeedFlag).where(of_them, NeedFlag.ended_at.is_(None)).values(ended_at=now))


@writes
def move_to(thing: str, *, directorate_id: int | None) -> None:
    """Let what is flagged on a thing be counted with another directorate, which must now act on it."""
    changed(update(NeedFlag).where(NeedFlag.thing == thing).values(directorate_id=directorate_id))


@writes
def mark(thing: str, kind: str, what: Mark, *, by: int, now: datetime) -> None:
    """Note what staff say of a flagged need: that it is ready, or was met; a second press changes nothing."""
    found = session.scalar(locked(select(NeedFlag).where(_open(thing), NeedFlag.kind == kind)))
    if found is None:
        raise NotFound
    if what == Mark.READY:
        found.ready_at, found.ready_by_id = found.ready_at or now, found.ready_by_id or by
    elif what == Mark.NOT_READY:
        found.ready_at, found.ready_by_id = None, None
    else:
        found.is_met_for_staff = what == Mark.MET
    audit.record("need marked", now=now, by=by, about=found.person_id, thing=thing, what=what.value)


@writes
def say_met(thing: str, said: Mapping[str, tuple[bool | None, str]], *, now: datetime) -> None:
    """Keep what someone says afterwards of what they needed: for each kind whether it was met, and their own words."""
    for found in session.scalars(locked(select(NeedFlag).where(_open(thing)))):
        is_met, words = said.get(found.kind, (None, ""))
        if is_met is not None:
            found.is_met_for_person = is_met
        found.said = words[:MOST_SAID] or found.said
        person_id = found.person_id
        audit.record("need answered", now=now, by=person_id, about=person_id, thing=thing)


@writes
def note_asked(thing: str, *, now: datetime) -> None:
    """Note that someone was asked whether what they needed was there."""
    changed(update(NeedFlag).where(_open(thing)).values(asked_at=now))
