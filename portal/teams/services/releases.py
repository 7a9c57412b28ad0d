"""Counting check-ins together for others to read: at least five people, each answer once and for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.database import add, hold, session, writes
from portal.kit import audit, clock
from portal.projects.models import Project
from portal.teams.models import CheckIn, CheckInRelease, Membership
from portal.teams.rules import check_ins as rules


@writes
def release(now: datetime) -> int:
    """Count together what may be read by others now: of a team once five people answered, what is old of a directorate.

    An answer that is in a release is never counted again, so that no figure less another leaves fewer than five people.
    """
    hold("check-in releases")
    found = [
        (check_in, person_id, project_id, directorate_id) for check_in, person_id, project_id, directorate_id in _open()
    ]
    made = 0
    for project_id in sorted({one[2] for one in found}):
        of_team = [one for one in found if one[2] == project_id]
        made += _count(of_team, project_id, of_team[0][3], now)
    old = rules.months_before(rules.month_of(clock.local(now).date()), rules.OLD)
    left = [one for one in found if one[0].release_id is None and one[0].month_on <= old]
    for directorate_id in sorted({one[3] for one in left}, key=lambda id: id or 0):
        made += _count([one for one in left if one[3] == directorate_id], None, directorate_id, now)
    return made


def _open() -> Iterable[tuple[CheckIn, int, int, int | None]]:
    statement = (
        select(CheckIn, Membership.person_id, Membership.project_id, Project.directorate_id)
        .join(Membership, Membership.id == CheckIn.membership_id)
        .join(Project, Project.id == Membership.project_id)
        .where(CheckIn.answered_at.is_not(None), CheckIn.release_id.is_(None))
        .order_by(CheckIn.id)
    )
    return ((row[0], row[1], row[2], row[3]) for row in session.execute(statement))


def _count(
    found: Sequence[tuple[CheckIn, int, int, int | None]],
    project_id: int | None,
    directorate_id: int | None,
    now: datetime,
) -> bool:
    people = {person_id for _check_in, person_id, _project_id, _directorate_id in found}
    if not rules.may_be_released(len(people)):
        return False
    answers = [one[0] for one in found]
    made = add(
        CheckInRelease(
            project_id=project_id,
            directorate_id=directorate_id,
            from_on=min(one.month_on for one in answers),
            to_on=max(one.month_on for one in answers),
            people=len(people),
            answers=len(answers),
            going=rules.band_of([(one[1], one[0].going or 0) for one in found]),
            heard=rules.band_of([(one[1], one[0].heard or 0) for one in found]),
            released_at=now,
        )
    )
    session.flush()
    for one in answers:
        one.release_id = made.id
    audit.record("check-ins released", now=now, thing=f"check-in release {made.id}")
    return True
