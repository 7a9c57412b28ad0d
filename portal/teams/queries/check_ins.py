"""Reads about check-ins: one by its link, those that need somebody, and what others may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Subquery, or_, select, true
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows
from portal.kit import references
from portal.kit.errors import NotFound
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.signin.rules import Scope
from portal.teams.models import CheckIn, CheckInRelease, Membership
from portal.teams.rules.check_ins import Band, Marks, Why, why_told
from portal.trust.models import Directorate

BANDS = {
    Band.GOOD: later("Most say: good"),
    Band.MIXED: later("Mixed"),
    Band.HARD: later("Most say: hard"),
}
WHY = {
    Why.CALL: later("Asks for a call"),
    Why.LOW: later("Low"),
    Why.FALLING: later("Lower than before"),
}
SHOWN = 100


def digest_of(token: str) -> str:
    """What the database keeps of a link's secret."""
    return references.digest(token, key="check-in link")


@dataclass(frozen=True)
class Asked:
    """One month's questions to a member, without anything about them."""

    id: int
    month: date
    is_answered: bool


def get_by_link(token: str) -> Asked:
    """The questions behind a link; one of an earlier month leads nowhere once a newer one was sent. One query."""
    newer = aliased(CheckIn)
    is_newest = (
        ~select(newer.id)
        .where(newer.membership_id == CheckIn.membership_id, newer.month_on > CheckIn.month_on)
        .exists()
    )
    return _one(CheckIn.token_digest == digest_of(token), is_newest)


def find_mine(membership_id: int, person_id: int, month: date) -> Asked | None:
    """This month's questions to someone on one of their teams, if they were asked. One query."""
    found = rows(
        _asked()
        .join(Membership, Membership.id == CheckIn.membership_id)
        .where(CheckIn.membership_id == membership_id, Membership.person_id == person_id, CheckIn.month_on == month)
    )
    return Asked(*found[0]) if found else None


def _asked() -> AnySelect:
    return select(CheckIn.id, CheckIn.month_on, CheckIn.answered_at.is_not(None))


def _one(*which: ColumnElement[bool]) -> Asked:
    found = rows(_asked().where(*which))
    if not found:
        raise NotFound
    return Asked(*found[0])


def earlier_marks(membership_id: int, before: date) -> list[Marks]:
    """The last three answers of a member before a month, the newest first. One query."""
    found = rows(
        select(CheckIn.going, CheckIn.heard)
        .where(CheckIn.membership_id == membership_id, CheckIn.month_on < before, CheckIn.answered_at.is_not(None))
        .order_by(CheckIn.month_on.desc())
        .limit(3)
    )
    return [Marks(*row) for row in found]


@dataclass(frozen=True)
class NeedsSomeone:
    """An answer that needs somebody, for People Participation and Improvement Advisors alone."""

    id: int
    membership_id: int
    month_on: date
    person_id: int
    name: str
    project_title: str
    going: int
    heard: int
    words: str
    is_call_wanted: bool
    answered_at: datetime

    @property
    def why(self) -> list[str]:
        """Why it needs somebody, in words."""
        found = why_told(
            Marks(self.going, self.heard), earlier_marks(self.membership_id, self.month_on), self.is_call_wanted
        )
        return [str(WHY[why]) for why in found]


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.is_everywhere else Project.directorate_id.in_(scope.directorate_ids)


def _alerts(scope: Scope, person_id: int) -> ColumnElement[bool]:
    not_seen_to = (CheckIn.alerted_at.is_not(None)) & (CheckIn.seen_to_at.is_(None))
    return not_seen_to & _within(scope) & (Membership.person_id != person_id)


def needing_someone(scope: Scope, person_id: int) -> list[NeedsSomeone]:
    """Answers that need somebody and nobody saw to yet, the oldest first; nobody's own. One query, and one each for why."""
    found = rows(
        select(
            CheckIn.id,
            CheckIn.membership_id,
            CheckIn.month_on,
            Membership.person_id,
            people.named(),
            Project.title,
            CheckIn.going,
            CheckIn.heard,
            CheckIn.words,
            CheckIn.is_call_wanted,
            CheckIn.answered_at,
        )
        .join(Membership, Membership.id == CheckIn.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .join(Person, Person.id == Membership.person_id)
        .where(_alerts(scope, person_id))
        .order_by(CheckIn.answered_at, CheckIn.id)
        .limit(SHOWN)
    )
    return [NeedsSomeone(*row) for row in found]


def alerts(scope: Scope, person_id: int) -> Subquery:
    """The numbers of the answers that need somebody, for whoever may see them: for the count on Today."""
    return (
        select(CheckIn.id)
        .join(Membership, Membership.id == CheckIn.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .where(_alerts(scope, person_id))
        .subquery()
    )


@dataclass(frozen=True)
class ReleaseRow:
    """Answers of at least five people, as anyone else may read them."""

    from_on: date
    to_on: date
    project_title: str | None
    directorate_name: str | None
    going: str
    heard: str


def releases(scope: Scope, project_id: int | None = None) -> list[ReleaseRow]:
    """What others may read, the newest first; of one project, or of directorates. One query."""
    which = [CheckInRelease.project_id == project_id] if project_id is not None else [_of(scope)]
    found = rows(
        select(
            CheckInRelease.from_on,
            CheckInRelease.to_on,
            Project.title,
            Directorate.name,
            CheckInRelease.going,
            CheckInRelease.heard,
        )
        .outerjoin(Project, Project.id == CheckInRelease.project_id)
        .outerjoin(Directorate, Directorate.id == CheckInRelease.directorate_id)
        .where(*which)
        .order_by(CheckInRelease.to_on.desc(), CheckInRelease.id.desc())
        .limit(SHOWN)
    )
    return [
        ReleaseRow(from_on, to_on, project, directorate, str(BANDS[Band(going)]), str(BANDS[Band(heard)]))
        for from_on, to_on, project, directorate, going, heard in found
    ]


def _of(scope: Scope) -> ColumnElement[bool]:
    if scope.is_everywhere:
        return true()
    return or_(CheckInRelease.directorate_id.in_(scope.directorate_ids))
