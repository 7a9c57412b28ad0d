"""Reads about check-ins: one by its link, those that need somebody, and what others may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_, select, true
from sqlalchemy.orm import aliased

from portal.database import AnySelect, rows
from portal.kit import references
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
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
    """A member who needs somebody, for People Participation and Improvement Advisors alone; no marks once taken out."""

    id: int
    membership_id: int
    month_on: date
    person_id: int
    name: str
    project_title: str
    expression_id: int | None
    going: int | None
    heard: int | None
    words: str
    is_call_wanted: bool
    is_not_theirs: bool
    since: datetime
    why: list[str]


def _why(
    going: int | None, heard: int | None, is_call_wanted: bool, is_not_theirs: bool, earlier: list[Marks]
) -> list[str]:
    said = [_("Somebody else answered in their place")] if is_not_theirs else []
    if going is None or heard is None:
        return [*said, *([str(WHY[Why.CALL])] if is_call_wanted else [])]
    return [*said, *(str(WHY[why]) for why in why_told(Marks(going, heard), earlier, is_call_wanted))]


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.is_everywhere else Project.directorate_id.in_(scope.directorate_ids)


def _alerts(scope: Scope, person_id: int) -> ColumnElement[bool]:
    needs = CheckIn.alerted_at.is_not(None) | CheckIn.not_mine_at.is_not(None)
    return needs & CheckIn.seen_to_at.is_(None) & _within(scope) & (Membership.person_id != person_id)


def needing_someone(scope: Scope, person_id: int) -> list[NeedsSomeone]:
    """Members who need somebody and whom nobody saw to yet, the oldest first; nobody sees their own. Two queries."""
    since = func.coalesce(CheckIn.answered_at, CheckIn.not_mine_at)
    found = rows(
        select(
            CheckIn.id,
            CheckIn.membership_id,
            CheckIn.month_on,
            Membership.person_id,
            people.named(),
            Project.title,
            Membership.expression_id,
            CheckIn.going,
            CheckIn.heard,
            CheckIn.words,
            CheckIn.is_call_wanted,
            CheckIn.not_mine_at.is_not(None),
            since,
        )
        .join(Membership, Membership.id == CheckIn.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .join(Person, Person.id == Membership.person_id)
        .where(_alerts(scope, person_id))
        .order_by(since, CheckIn.id)
        .limit(SHOWN)
    )
    earlier = _earlier_marks({row[1] for row in found})
    return [_needing(tuple(row), earlier.get(row[1], [])) for row in found]


def _needing(row: tuple[Any, ...], marks: list[tuple[date, Marks]]) -> NeedsSomeone:
    id, membership_id, month_on, person_id, name, title, expression_id, going, heard, said, is_call, is_not, since = row
    before = [one for month, one in marks if month < month_on][:3]
    why = _why(going, heard, is_call, is_not, before)
    told = (going, heard, said, is_call, is_not, since)
    return NeedsSomeone(id, membership_id, month_on, person_id, name, title, expression_id, *told, why)


def _earlier_marks(membership_ids: Collection[int]) -> dict[int, list[tuple[date, Marks]]]:
    """Every answer of these members with its month, the newest first. One query."""
    found = rows(
        select(CheckIn.membership_id, CheckIn.month_on, CheckIn.going, CheckIn.heard)
        .where(CheckIn.membership_id.in_(membership_ids), CheckIn.answered_at.is_not(None))
        .order_by(CheckIn.month_on.desc())
    )
    marks: dict[int, list[tuple[date, Marks]]] = {}
    for membership_id, month, going, heard in found:
        marks.setdefault(membership_id, []).append((month, Marks(going, heard)))
    return marks


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
    """All that others may read, the newest first; of one project, or of directorates. One query."""
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
    )
    return [
        ReleaseRow(from_on, to_on, project, directorate, str(BANDS[Band(going)]), str(BANDS[Band(heard)]))
        for from_on, to_on, project, directorate, going, heard in found
    ]


def _of(scope: Scope) -> ColumnElement[bool]:
    if scope.is_everywhere:
        return true()
    return or_(CheckInRelease.directorate_id.in_(scope.directorate_ids))
