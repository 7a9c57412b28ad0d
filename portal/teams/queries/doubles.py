"""Reads about records that may be of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, or_, select

from portal.database import rows
from portal.kit import typed
from portal.kit.words import Later, later
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import PossibleDouble
from portal.teams.queries.waits import within
from portal.teams.rules.doubles import Alike

WHY: Mapping[str, Later] = {
    Alike.NAME: later("The same name, reached in another way"),
    Alike.WAY: later("The same address or number, and a name that begins alike"),
}


@dataclass(frozen=True)
class Double:
    """Another offer that may be of the same person; initials only, until staff open it."""

    id: int
    state: str
    why: str
    offer_id: int
    reference: str
    initials: str

    @property
    def why_words(self) -> str:
        """Why they may be one person."""
        return str(WHY[self.why])


def doubles_of(about_id: int, scope: Scope, person_id: int) -> list[Double]:
    """The offers of those who may be the same person, that a member of staff may see. One query."""
    other = case((PossibleDouble.first_id == about_id, PossibleDouble.second_id), else_=PossibleDouble.first_id)
    found = rows(
        select(PossibleDouble.id, PossibleDouble.state, PossibleDouble.why, E.id, E.reference, people.named())
        .join(E, E.person_id == other)
        .join(Person, Person.id == E.person_id)
        .outerjoin(Project, Project.id == E.project_id)
        .where(or_(PossibleDouble.first_id == about_id, PossibleDouble.second_id == about_id), within(scope, person_id))
        .order_by(PossibleDouble.id, E.id)
    )
    return [
        Double(id, state, why, offer_id, reference, typed.initials(name))
        for id, state, why, offer_id, reference, name in found
    ]
