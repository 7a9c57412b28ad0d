"""Asking staff if two records are of one person: nothing is merged, and each decision can be undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, union
from sqlalchemy.orm import aliased

from portal.database import add, locked, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound
from portal.people.models import ContactWay, Person
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import PossibleDouble
from portal.teams.rules.doubles import Alike, why_alike

ASKED, SAME, DIFFERENT = "asked", "same", "different"
MOST = 5  # for one person: whoever has a name like many others is not asked about without end


@writes
def find_for(person_id: int, *, now: datetime) -> int:
    """Note who of those that offered may be the same person as someone; how many are asked about now. Three queries."""
    mine = session.get_one(Person, person_id)
    found = [(other.id, why) for other, why in _alike(mine) if why is not None]
    known = _known(person_id)
    new = [(id, why) for id, why in found if (min(id, person_id), max(id, person_id)) not in known][:MOST]
    for id, why in new:
        pair = {"first_id": min(id, person_id), "second_id": max(id, person_id)}
        add(PossibleDouble(why=why, found_at=now, **pair))
    return len(new)


def _alike(mine: Person) -> list[tuple[Person, Alike | None]]:
    """Others who offered, with the same name, or with an address or a number that is this person's."""
    ours, theirs = aliased(ContactWay), aliased(ContactWay)
    shares = select(theirs.person_id).join(ours, ours.value == theirs.value).where(ours.person_id == mine.id)
    same_name = select(Person.id).where(Person.name_key == mine.name_key)
    others = session.scalars(
        select(Person).where(
            Person.id.in_(union(same_name, shares)),
            Person.id != mine.id,
            Person.forgotten_at.is_(None),
            Person.id.in_(select(E.person_id)),
        )
    ).all()
    sharing = set(session.scalars(shares))
    return [(one, why_alike(mine.name_key, one.name_key, shares_way=one.id in sharing)) for one in others]


def _known(person_id: int) -> set[tuple[int, int]]:
    either = or_(PossibleDouble.first_id == person_id, PossibleDouble.second_id == person_id)
    return {
        (row[0], row[1])
        for row in session.execute(select(PossibleDouble.first_id, PossibleDouble.second_id).where(either))
    }


@writes
def decide(double_id: int, state: str, *, person_id: int, by: int, now: datetime) -> None:
    """Note what staff decided about two records, or that it is open again; a second press changes nothing."""
    either = or_(PossibleDouble.first_id == person_id, PossibleDouble.second_id == person_id)
    held = session.scalar(locked(select(PossibleDouble).where(PossibleDouble.id == double_id, either)))
    if held is None or state not in {ASKED, SAME, DIFFERENT} or by in {held.first_id, held.second_id}:
        raise NotFound
    if held.state == state:
        return
    held.state, held.decided_at, held.decided_by_id = state, now, by
    for about in (held.first_id, held.second_id):
        audit.record("records compared", now=now, by=by, about=about, thing=f"possible double {held.id}", to=state)
