"""Reads about what staff have seen of someone before they start: training, a promise, a check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.people import queries as people
from portal.people.models import Person
from portal.teams.models import CheckSeen, Opening
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.queries.factors import CHECKS
from portal.teams.rules import checks as rules
from portal.teams.rules import factors

Colleague = aliased(Person)


@dataclass(frozen=True)
class Seen:
    """Something that staff have seen of someone: never what stands in it."""

    kind: str
    seen_on: date
    until_on: date | None
    by_name: str

    @property
    def words(self) -> str:
        """What was seen."""
        return str(CHECKS[self.kind])

    def holds(self, today: date) -> bool:
        """Whether it still counts."""
        return rules.holds(self.until_on, today)


def seen_of(person_id: int) -> list[Seen]:
    """What was seen of someone. One query."""
    by_name = case((CheckSeen.seen_by_id.is_(None), ""), else_=people.named(Colleague))
    asked = (
        select(CheckSeen.kind, CheckSeen.seen_on, CheckSeen.until_on, by_name)
        .outerjoin(Colleague, Colleague.id == CheckSeen.seen_by_id)
        .where(CheckSeen.person_id == person_id)
    )
    return [Seen(*row) for row in rows(asked.order_by(CheckSeen.kind))]


def asked_of(expression_id: int) -> list[str]:
    """The kinds that the place of this offer asks for; where it is for no place yet, those of every place that it could be. One query.

    Nobody is asked for a check that no such place needs.
    """
    its_own = Opening.id == E.opening_id
    of_its_project = E.opening_id.is_(None) & (Opening.project_id == E.project_id)
    anywhere = E.opening_id.is_(None) & E.project_id.is_(None) & (Opening.state == "open")
    asked = select(Opening.checks).join(E, its_own | of_its_project | anywhere)
    kept = {code for (said,) in rows(asked.where(E.id == expression_id)) for code in factors.codes(said)}
    return [kind for kind in CHECKS if kind in kept]
