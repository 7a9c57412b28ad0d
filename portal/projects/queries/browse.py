"""Reads for browsing: one page of projects, what can be filtered by, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all

from portal.database import AnySelect, matching, rows, searchable
from portal.kit import paging
from portal.projects.models import Project, ProjectPlace, Theme
from portal.projects.queries import words
from portal.trust.models import Directorate, Place

COUNTED_TO = 1000  # beyond this a page says "more than"
WAY_COLUMNS = {"in_person": Project.is_in_person, "online": Project.is_online, "phone": Project.is_by_phone}


@dataclass(frozen=True)
class Filters:
    """What a list of projects is narrowed to; each is "" where anything will do."""

    directorate: str = ""
    place: str = ""
    theme: str = ""
    stage: str = ""
    how: str = ""
    is_help_wanted: bool = False
    q: str = ""


@dataclass(frozen=True)
class ProjectRow:
    """One project in a list."""

    id: int
    slug: str
    title: str
    plain_aim: str
    place_names: str
    stage: str
    is_help_wanted: bool
    listed_at: datetime

    @property
    def stage_words(self) -> str:
        """How far it has come, in words."""
        return str(words.STAGES[self.stage])  # type: ignore[index]


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by (slug and name), and how many projects fit; `count` stops at COUNTED_TO + 1."""

    count: int = 0
    directorates: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    themes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_more(self) -> bool:
        """Whether there are more than we counted."""
        return self.count > COUNTED_TO


_COLUMNS = (
    Project.id,
    Project.slug,
    Project.title,
    Project.plain_aim,
    Project.place_names,
    Project.stage,
    Project.is_help_wanted,
    Project.listed_at,
)


def browse(filters: Filters, mark: paging.Mark | None) -> paging.Page[ProjectRow]:
    """One page of published projects, newest first. One query."""
    statement = _fitting(select(*_COLUMNS), filters)
    # In a place, its own index gives the order: sorting by the project's would read them all.
    at, number = (ProjectPlace.listed_at, ProjectPlace.project_id) if filters.place else (Project.listed_at, Project.id)
    statement = paging.from_mark(statement, mark, at, number).limit(paging.PER_PAGE + 1)
    found = [ProjectRow(*row) for row in rows(statement)]
    return paging.page_of(found, mark, lambda row: (row.listed_at, row.id))


def _fitting(statement: AnySelect, filters: Filters) -> AnySelect:
    statement = statement.where(Project.state == "published", *_narrowed(filters))
    if filters.place:
        place = select(Place.id).where(Place.slug == filters.place).scalar_subquery()
        statement = statement.join(ProjectPlace, ProjectPlace.project_id == Project.id).where(
            ProjectPlace.place_id == place, ProjectPlace.state == "published"
        )
    return statement


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if filters.directorate:
        named = select(Directorate.id).where(Directorate.slug == filters.directorate).scalar_subquery()
        asked.append(Project.directorate_id == named)
    if filters.theme:
        asked.append(Project.theme_id == select(Theme.id).where(Theme.slug == filters.theme).scalar_subquery())
    if filters.stage:
        asked.append(Project.stage == filters.stage)
    if filters.how:
        asked.append(WAY_COLUMNS[filters.how].is_(True))
    if filters.is_help_wanted:
        asked.append(Project.is_help_wanted.is_(True))
    if searchable(filters.q):
        asked.append(matching("project", Project.id, filters.q))  # type: ignore[arg-type]
    return asked


def choices(filters: Filters) -> Choices:
    """Everything to narrow by, and the count of what fits. One query."""
    counted = _fitting(select(Project.id), filters).limit(COUNTED_TO + 1).subquery()
    found = rows(
        union_all(
            select(literal("count"), literal(""), cast(func.count(), String)).select_from(counted),
            *(_options(kind, table) for kind, table in (("d", Directorate), ("p", Place), ("t", Theme))),
        )
    )
    of = {kind: [(slug, name) for one, slug, name in found if one == kind] for kind in ("d", "p", "t")}
    count = next(int(name) for kind, _slug, name in found if kind == "count")
    return Choices(count, *(sorted(of[kind], key=lambda option: option[1].casefold()) for kind in ("d", "p", "t")))


def _options(kind: str, table: Any) -> Select[Any]:
    return select(literal(kind), table.slug, table.name)


def looking_for_help(limit: int) -> Sequence[ProjectRow]:
    """The newest published projects that look for members. One query."""
    return [
        ProjectRow(*row)
        for row in rows(
            _fitting(select(*_COLUMNS), Filters(is_help_wanted=True))
            .order_by(Project.listed_at.desc(), Project.id.desc())
            .limit(limit)
        )
    ]
