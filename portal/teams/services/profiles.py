"""Writing one's one-page profile, line by line, and choosing who sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from portal.database import add, changed, locked, session, writes
from portal.kit import audit
from portal.people.models import Person
from portal.teams.models import ProfileLine, ProfileShare
from portal.teams.queries.profiles import shares_of


@dataclass(frozen=True)
class Written:
    """The words of one part, and whether others may see exactly these."""

    words: str
    is_seen: bool


@writes
def write(person_id: int, parts: Mapping[str, Written], *, now: datetime) -> None:
    """Keep each part; what others may see is what was approved now, and nothing else."""
    _hold(person_id)
    there = {line.part: line for line in session.scalars(select(ProfileLine).where(ProfileLine.person_id == person_id))}
    for part, written in parts.items():
        if not written.words:
            session.execute(delete(ProfileLine).where(ProfileLine.person_id == person_id, ProfileLine.part == part))
            continue
        line = there.get(part) or add(ProfileLine(person_id=person_id, part=part, words="", changed_at=now))
        if line.words != written.words:
            line.words, line.changed_at, line.approved_at = written.words, now, None
        line.approved_at = (line.approved_at or now) if written.is_seen else None
    audit.record("profile written", now=now, by=person_id, about=person_id)


@writes
def show_to(person_id: int, project_ids: Collection[int], *, now: datetime) -> None:
    """Show it to these projects of one's own and to no other: what is taken back is gone at once."""
    _hold(person_id)
    mine = shares_of(person_id)
    for share in mine:
        is_wanted = share.project_id in project_ids
        if is_wanted and share.shared_at is None:
            _begin(person_id, share.project_id, now)
        elif not is_wanted and share.shared_at is not None:
            ours = (ProfileShare.person_id == person_id, ProfileShare.project_id == share.project_id)
            changed(update(ProfileShare).where(*ours).values(ended_at=now))
            _record("profile taken back", person_id, share.project_id, now)


def _begin(person_id: int, project_id: int, now: datetime) -> None:
    asked = select(ProfileShare).where(ProfileShare.person_id == person_id, ProfileShare.project_id == project_id)
    share = session.scalar(asked) or add(ProfileShare(person_id=person_id, project_id=project_id, shared_at=now))
    share.shared_at, share.first_seen_at, share.ended_at = now, None, None
    _record("profile shown", person_id, project_id, now)


def _hold(person_id: int) -> None:
    """Of two tabs the second waits."""
    session.scalar(locked(select(Person.id).where(Person.id == person_id)))


def _record(what: str, person_id: int, project_id: int, now: datetime) -> None:
    audit.record(what, now=now, by=person_id, about=person_id, thing=f"project {project_id}")


@writes
def note_look(person_id: int, project_id: int, *, by: int, now: datetime) -> None:
    """Put on record that staff read it, and when that was the first time."""
    ours = (ProfileShare.person_id == person_id, ProfileShare.project_id == project_id)
    changed(update(ProfileShare).where(*ours, ProfileShare.first_seen_at.is_(None)).values(first_seen_at=now))
    audit.record("looked at profile", now=now, by=by, about=person_id, thing=f"project {project_id}")
