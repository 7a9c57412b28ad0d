"""Reads about one project, and the addresses of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.projects import rules
from portal.projects.models import Project, Theme
from portal.projects.queries import words
from portal.trust.models import Directorate


@dataclass(frozen=True)
class PublicProject:
    """One project as its page shows it."""

    id: int
    reference: str
    slug: str
    title: str
    plain_aim: str
    aim: str
    service: str
    place_names: str
    stage: str
    is_in_person: bool
    is_online: bool
    is_by_phone: bool
    lead_role: str
    involvement: str
    outcome: str
    source_url: str
    evidence: str
    state: str
    is_help_wanted: bool
    changed_at: datetime
    directorate_name: str | None
    directorate_slug: str | None
    theme_name: str | None
    theme_slug: str | None

    @property
    def stage_words(self) -> str:
        """How far it has come, in words."""
        return str(words.STAGES[self.stage])  # type: ignore[index]

    @property
    def involvement_words(self) -> str:
        """How service users and carers are part of it, in words."""
        return str(words.INVOLVEMENTS[self.involvement])  # type: ignore[index]

    @property
    def ways(self) -> list[str]:
        """How to take part, in words."""
        return words.ways_of(self.is_in_person, self.is_online, self.is_by_phone)

    @property
    def source(self) -> str:
        """Where its facts are from, if the public may be sent there."""
        return rules.public_source(self.source_url)

    @property
    def is_thin(self) -> bool:
        """Whether little more than its title is known."""
        return rules.is_thin(self.evidence)

    @property
    def is_over(self) -> bool:
        """Whether nobody can join it any more."""
        return self.state == "closed" or self.stage == "closed"


def find_public(slug: str) -> PublicProject | None:
    """The project of this address, unless it is a draft. One query."""
    found = rows(
        select(
            Project.id,
            Project.reference,
            Project.slug,
            Project.title,
            Project.plain_aim,
            Project.aim,
            Project.service,
            Project.place_names,
            Project.stage,
            Project.is_in_person,
            Project.is_online,
            Project.is_by_phone,
            Project.lead_role,
            Project.involvement,
            Project.outcome,
            Project.source_url,
            Project.evidence,
            Project.state,
            Project.is_help_wanted,
            Project.changed_at,
            Directorate.name,
            Directorate.slug,
            Theme.name,
            Theme.slug,
        )
        .outerjoin(Directorate, Directorate.id == Project.directorate_id)
        .outerjoin(Theme, Theme.id == Project.theme_id)
        .where(Project.slug == slug, Project.state != "draft")
    )
    return PublicProject(*found[0]) if found else None


def addresses_of_projects(most: int) -> list[str]:
    """The ends of the addresses of published projects, newest first. One query."""
    statement = select(Project.slug).where(Project.state == "published")
    return [row[0] for row in rows(statement.order_by(Project.listed_at.desc()).limit(most))]
