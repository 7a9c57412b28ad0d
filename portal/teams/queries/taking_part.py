"""Reads about taking part: on a team, and how far Big I is declared and evidenced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select

from portal.database import rows, session
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.teams.models import LittleI, Membership, TakingPart
from portal.teams.rules import evidence
from portal.trust.models import Directorate

HOW = {"meeting": later("At a meeting"), "another_way": later("In another way that the team values")}
KINDS = {
    "survey": later("A survey"),
    "group": later("A group"),
    "visit": later("A visit"),
    "other": later("Another way"),
}
SHOWN = 50


def evidenced(today: date) -> ColumnElement[bool]:
    """Whether a member of a project took part in the last sixty days."""
    return exists().where(
        TakingPart.project_id == Project.id,
        TakingPart.undone_at.is_(None),
        TakingPart.took_part_on >= evidence.since(today),
        TakingPart.took_part_on <= today,
        TakingPart.membership_id == Membership.id,
        Membership.part == "big_i",
    )


@dataclass(frozen=True)
class TookPart:
    """Someone took part on a day."""

    id: int
    name: str
    took_part_on: date
    how: str
    words: str

    @property
    def how_words(self) -> str:
        """In which way."""
        return str(HOW[self.how])


def took_part(project_id: int) -> list[TookPart]:
    """Who took part in a team, the newest first. One query."""
    found = rows(
        select(TakingPart.id, people.named(), TakingPart.took_part_on, TakingPart.how, TakingPart.words)
        .join(Membership, Membership.id == TakingPart.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(TakingPart.project_id == project_id, TakingPart.undone_at.is_(None))
        .order_by(TakingPart.took_part_on.desc(), TakingPart.id.desc())
        .limit(SHOWN)
    )
    return [TookPart(*row) for row in found]


def days_of(membership_id: int) -> list[tuple[date, str]]:
    """On which days someone took part, and how, the newest first. One query."""
    found = rows(
        select(TakingPart.took_part_on, TakingPart.how)
        .where(TakingPart.membership_id == membership_id, TakingPart.undone_at.is_(None))
        .order_by(TakingPart.took_part_on.desc(), TakingPart.id.desc())
        .limit(SHOWN)
    )
    return [(row[0], str(HOW[row[1]])) for row in found]


@dataclass(frozen=True)
class Share:
    """How many of the projects of a directorate say that they have Big I, and in how many a member took part lately."""

    directorate_name: str | None
    projects: int
    declared: int
    evidenced: int


def shares(today: date) -> list[Share]:
    """Declared and evidenced Big I side by side, by directorate, of public projects that are under way. One query."""
    declared = func.sum(case((Project.involvement == "big_i", 1), else_=0))
    found = rows(
        select(Directorate.name, func.count(), declared, func.sum(case((evidenced(today), 1), else_=0)))
        .select_from(Project)
        .outerjoin(Directorate, Directorate.id == Project.directorate_id)
        .where(Project.state == "published", Project.stage != "closed")
        .group_by(Directorate.id, Directorate.name)
        .order_by(Directorate.name)
    )
    return [Share(name, int(all_of), int(said), int(seen)) for name, all_of, said, seen in found]


@dataclass(frozen=True)
class Involved:
    """What a project says about its involvement, and what is seen of it."""

    is_declared: bool
    is_evidenced: bool
    asked_people: int  # in little i of the last year
    asked_times: int


def involved_columns(today: date) -> tuple[Any, ...]:
    """What `Involved` is made of, for a statement that reads projects."""
    year = today.replace(year=today.year - 1, day=min(today.day, 28))
    of_year = (LittleI.project_id == Project.id) & (LittleI.held_on >= year)
    return (
        Project.involvement == "big_i",
        evidenced(today),
        select(func.coalesce(func.sum(LittleI.people), 0)).where(of_year).scalar_subquery(),
        select(func.count(LittleI.id)).where(of_year).scalar_subquery(),
    )


def involved(project_id: int, today: date) -> Involved:
    """Declared, evidenced, and how many people were asked in the last year. One query."""
    found = rows(select(*involved_columns(today)).where(Project.id == project_id))
    return Involved(*found[0])


def get_little_i(little_i_id: int, project_id: int) -> LittleI | None:
    """One time that people were asked, if it is of this project. One query."""
    return session.scalar(select(LittleI).where(LittleI.id == little_i_id, LittleI.project_id == project_id))


def little_i_of(project_id: int) -> list[LittleI]:
    """Each time that people were asked, the newest first. One query."""
    found = select(LittleI).where(LittleI.project_id == project_id).order_by(LittleI.held_on.desc(), LittleI.id.desc())
    return list(session.scalars(found.limit(SHOWN)))
