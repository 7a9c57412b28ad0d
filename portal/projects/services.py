"""Writing projects, publishing them, closing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select

from portal.database import add, locked, session, writes
from portal.kit import audit, free, references, typed
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import public_change
from portal.projects import rules
from portal.projects.models import Project, ProjectPlace, Theme
from portal.trust.models import Directorate, Place

COPIED = (
    "title",
    "plain_aim",
    "aim",
    "service",
    "directorate_id",
    "theme_id",
    "stage",
    "is_in_person",
    "is_online",
    "is_by_phone",
    "lead_role",
    "lead_id",
    "involvement",
    "outcome",
)


class MayNotMove(Exception):
    """The project cannot go to this state from where it is."""


@dataclass(frozen=True)
class ProjectDetails:
    """What staff write about a project."""

    title: str
    plain_aim: str
    stage: str = "idea"
    aim: str = ""
    service: str = ""
    directorate_id: int | None = None
    theme_id: int | None = None
    place_ids: tuple[int, ...] = ()
    is_in_person: bool = False
    is_online: bool = False
    is_by_phone: bool = False
    lead_role: str = ""
    lead_id: int | None = None
    involvement: str = "unknown"
    outcome: str = ""


@dataclass(frozen=True)
class Source:
    """Where a project's facts are from, when it was not written here."""

    reference: str
    url: str = ""
    evidence: str = ""
    started: str = ""


@writes
def add_theme(name: str) -> int:
    """Add a theme, unless one of its name is there; its number."""
    slug = typed.slug_of(name)
    there = session.scalar(select(Theme.id).where(Theme.slug == slug))
    return there if there is not None else add(Theme(slug=slug, name=name)).id


@writes
def add_project(details: ProjectDetails, *, by: int | None, now: datetime, source: Source | None = None) -> int:
    """Begin a project as a draft that only staff see; its number. A reference that is there already is left alone."""
    source = source or Source(f"P-{references.new_reference().replace(' ', '')}")
    there = session.scalar(select(Project.id).where(Project.reference == source.reference))
    if there is not None:
        return there
    project = add(
        Project(
            reference=source.reference,
            slug=free.slug(details.title, Project.slug),
            source_url=source.url,
            evidence=source.evidence,
            started=source.started,
            state=rules.State.DRAFT,
            listed_at=now,
            changed_at=now,
            title=details.title,
            plain_aim=details.plain_aim,
            stage=details.stage,
        )
    )
    _write(project, details, now)
    audit.record("project added", now=now, by=by, thing=f"project {project.id}")
    return project.id


@writes
def change_project(project_id: int, details: ProjectDetails, *, by: int, now: datetime, version: int) -> None:
    """Write a project anew; whoever had opened it earlier is told."""
    project = _held(project_id, version)
    _write(project, details, now)
    audit.record("project changed", now=now, by=by, thing=f"project {project.id}")
    public_change()


@writes
def move_project(project_id: int, to: str, *, by: int | None, now: datetime, version: int | None = None) -> None:
    """Publish a project, close it, or open it again; a second press changes nothing."""
    project = _held(project_id, version)
    if project.state == to:
        return
    if not rules.may_move(project.state, to):
        raise MayNotMove
    project.state, project.listed_at, project.changed_at = to, now, now
    session.flush()
    _place(project, list(session.scalars(_places_of(project))))
    audit.record(f"project {to}", now=now, by=by, thing=f"project {project.id}")
    public_change()


def _held(project_id: int, version: int | None) -> Project:
    project = session.scalar(locked(select(Project).where(Project.id == project_id)))
    if project is None:
        raise NotFound
    if version is not None and project.version != version:
        raise ChangedMeanwhile
    return project


def _write(project: Project, details: ProjectDetails, now: datetime) -> None:
    for name in COPIED:
        setattr(project, name, getattr(details, name))
    project.changed_at = now
    session.flush()
    places = list(session.scalars(select(Place).where(Place.id.in_(details.place_ids)).order_by(Place.name)))
    _place(project, [place.id for place in places])
    project.place_names = ", ".join(place.name for place in places)[:300]
    project.search_text = _search_text(project)
    session.flush()


def _places_of(project: Project) -> Select[int]:
    return select(ProjectPlace.place_id).where(ProjectPlace.project_id == project.id)


def _place(project: Project, place_ids: list[int]) -> None:
    session.execute(delete(ProjectPlace).where(ProjectPlace.project_id == project.id))
    session.add_all(
        ProjectPlace(project_id=project.id, place_id=id, state=project.state, listed_at=project.listed_at)
        for id in place_ids
    )
    session.flush()


def _search_text(project: Project) -> str:
    directorate = session.get(Directorate, project.directorate_id) if project.directorate_id else None
    theme = session.get(Theme, project.theme_id) if project.theme_id else None
    parts = [
        project.title,
        project.plain_aim,
        project.service,
        project.place_names,
        directorate.name if directorate else "",
        theme.name if theme else "",
        project.reference,
    ]
    return " ".join(part for part in parts if part).lower()
