"""Reads about what a team says of itself to whoever thinks of joining it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.database import AnySelect, rows
from portal.kit.errors import NotFound
from portal.kit.words import later
from portal.projects.models import Project
from portal.teams.models import TeamProfile
from portal.teams.rules.team_profiles import PARTS

CALLED = {
    "meetings": later("How meetings go"),
    "jargon": later("Words you may hear, and what they mean"),
    "greets": later("Who greets you"),
    "failed": later("What did not work before"),
    "hopes": later("What we hope for"),
}


@dataclass(frozen=True)
class Profile:
    """What a team says of itself; `version` is 0 while nothing is written."""

    project_id: int
    project_title: str
    project_slug: str
    is_public: bool
    version: int
    meetings: str = ""
    jargon: str = ""
    greets: str = ""
    failed: str = ""
    hopes: str = ""

    def said(self) -> list[tuple[str, str]]:
        """Each part that is written, with what it is called."""
        parts = [(str(CALLED[name]), getattr(self, name)) for name in PARTS]
        return [(called, words) for called, words in parts if words]


def _profiles() -> AnySelect:
    parts = [getattr(TeamProfile, name) for name in PARTS]
    about = (Project.id, Project.title, Project.slug, TeamProfile.published_at, TeamProfile.version)
    return select(*about, *parts).outerjoin(TeamProfile, TeamProfile.project_id == Project.id)


def _profile(row: tuple[object, ...]) -> Profile:
    id, title, slug, published_at, version, *parts = row
    words = {name: str(said or "") for name, said in zip(PARTS, parts, strict=True)}
    return Profile(int(str(id)), str(title), str(slug), published_at is not None, int(str(version or 0)), **words)


def get_of(project_id: int) -> Profile:
    """What a team has written, public or not. One query."""
    return _profile(tuple(rows(_profiles().where(Project.id == project_id))[0]))


def get_public(slug: str) -> Profile:
    """What a team shows to everyone, while its project is shown too. One query."""
    shown = _profiles().where(Project.slug == slug, Project.state == "published", TeamProfile.published_at.is_not(None))
    found = rows(shown)
    if not found:
        raise NotFound
    return _profile(tuple(found[0]))
