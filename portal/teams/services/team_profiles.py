"""Writing what a team says of itself, and showing it to everyone or to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.freshness import public_change
from portal.kit.words import gettext as _
from portal.projects.models import Project
from portal.teams.models import TeamProfile

NOT_YET = 0  # the version of what is not written


@writes
def write(project_id: int, words: Mapping[str, str], *, is_public: bool, by: int, now: datetime, version: int) -> None:
    """Write it anew; public pages show it at once, or no longer."""
    session.scalars(
        locked(select(Project.id).where(Project.id == project_id))
    ).one()  # two who begin it come one by one
    found = session.scalar(select(TeamProfile).where(TeamProfile.project_id == project_id))
    if (found.version if found else NOT_YET) != version:
        raise ChangedMeanwhile
    if is_public and not (words["meetings"] and words["greets"]):
        raise Refused(_("Say how meetings go and who greets you, before everyone can read it"), "is_public")
    held = found or add(TeamProfile(project_id=project_id, changed_at=now))
    for name, said in words.items():
        setattr(held, name, said)
    held.published_at = (held.published_at or now) if is_public else None
    held.changed_at, held.changed_by_id = now, by
    audit.record("team profile written", now=now, by=by, thing=f"project {project_id}", public=is_public)
    public_change()
