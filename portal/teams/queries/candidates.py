"""Reads for matching: who offered to join, and which places are open, by what each chose to say for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all

from portal.database import AnySelect, rows
from portal.kit import clock
from portal.people import queries as people
from portal.people.models import AccessNeed, Person
from portal.projects.models import Project, Theme
from portal.signin.rules import Scope
from portal.teams import rules
from portal.teams.models import CheckSeen, Membership, Opening, SkillsSurvey
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.queries.waits import within
from portal.teams.rules import Step
from portal.teams.rules.factors import CARING
from portal.teams.rules.matching import CHECKS, LANGUAGES, MODES, NEEDS, SKILLS, TIMES, Candidate, Index, Place
from portal.trust.models import Directorate
from portal.trust.models import Place as Town

# Whoever is trying a team out, or joined one, is not looked for another place.
LOOKED_FOR = (Step.NEW, Step.CONTACTED, Step.MET, Step.INTRODUCED)


@dataclass(frozen=True)
class Known:
    """What this Trust calls its places, its care and its themes, with their bits."""

    towns: Index
    care: Index
    themes: Index
    names: Mapping[str, Mapping[str, str]]  # kind -> slug -> name


def known() -> Known:
    """The places, directorates and themes of the Trust. One query."""
    found = rows(
        union_all(
            select(literal("town").label("kind"), Town.id, Town.slug, Town.name),
            select(literal("care"), Directorate.id, Directorate.slug, Directorate.name),
            select(literal("theme"), Theme.id, Theme.slug, Theme.name),
        ).order_by("kind", "id")
    )
    names: dict[str, dict[str, str]] = {"town": {}, "care": {}, "theme": {}}
    for kind, _id, slug, name in found:
        names[kind][slug] = name
    return Known(Index(names["town"]), Index([CARING, *names["care"]]), Index(names["theme"]), names)


@dataclass(frozen=True)
class Offered:
    """Someone who offered to join, as a list of matches names them."""

    id: int
    reference: str
    person_id: int
    name: str
    step: str
    asked_at: datetime
    project_id: int | None
    opening_id: int | None
    version: int
    candidate: Candidate


def offered(opening: OpenPlace, scope: Scope, person_id: int, found_in: Known, today: date) -> list[Offered]:
    """Everyone who offered to join this opening's project, or anything that suits, and may be looked at. Four queries."""
    wants_it = or_(E.project_id == opening.project_id, E.project_id.is_(None))
    return _offered(and_(wants_it, within(scope, person_id), E.person_id != person_id), found_in, today)


def offered_in(scope: Scope, person_id: int, found_in: Known, today: date, most: int) -> list[Offered]:
    """Everyone who offered and may be looked at, those who wait longest, `most` of them. Four queries."""
    return _offered(and_(within(scope, person_id), E.person_id != person_id), found_in, today, most)


def _offered(which: ColumnElement[bool], found_in: Known, today: date, most: int | None = None) -> list[Offered]:
    columns = (
        E.id,
        E.reference,
        E.person_id,
        people.named(),
        E.step,
        E.asked_at,
        E.project_id,
        E.opening_id,
        E.version,
    )
    statement: AnySelect = (
        select(*columns, SkillsSurvey)
        .join(Person, Person.id == E.person_id)
        .outerjoin(Project, Project.id == E.project_id)
        .outerjoin(SkillsSurvey, SkillsSurvey.person_id == E.person_id)
        .where(which, E.step.in_(LOOKED_FOR))
        .order_by(E.asked_at, E.id)
        .limit(most)
    )
    found = rows(statement)
    about = _about({row[2] for row in found}, today)
    return [_one_offered(tuple(row), about, found_in, today) for row in found]


def _one_offered(row: tuple[Any, ...], about: _About, found_in: Known, today: date) -> Offered:
    id, reference, person_id, name, step, asked_at, project_id, opening_id, version, survey = row
    candidate = _candidate(id, person_id, asked_at, survey, about, found_in, today)
    return Offered(id, reference, person_id, name, step, asked_at, project_id, opening_id, version, candidate)


@dataclass(frozen=True)
class _About:
    """What is known of people beside their survey."""

    needs: Mapping[int, str]
    checks: Mapping[int, str]
    were_members: Collection[int]


def _about(person_ids: Collection[int], today: date) -> _About:
    """Three queries."""
    needs = select(AccessNeed.person_id, AccessNeed.kind)
    still = or_(CheckSeen.until_on.is_(None), CheckSeen.until_on >= today)
    members = rows(select(Membership.person_id).where(Membership.person_id.in_(person_ids)))
    return _About(
        _by_person(rows(needs.where(AccessNeed.person_id.in_(person_ids), AccessNeed.ended_at.is_(None)))),
        _by_person(rows(select(CheckSeen.person_id, CheckSeen.kind).where(CheckSeen.person_id.in_(person_ids), still))),
        {row[0] for row in members},
    )


def _by_person(found: Iterable[Any]) -> dict[int, str]:
    sets: dict[int, list[str]] = {}
    for person_id, code in found:
        sets.setdefault(person_id, []).append(code)
    return {person_id: " ".join(codes) for person_id, codes in sets.items()}


def _candidate(
    id: int,
    person_id: int,
    asked_at: datetime,
    survey: SkillsSurvey | None,
    about: _About,
    found_in: Known,
    today: date,
) -> Candidate:
    one = Candidate(
        id,
        needs=NEEDS.mask(about.needs.get(person_id, "")),
        checks=CHECKS.mask(about.checks.get(person_id, "")),
        is_first_time=person_id not in about.were_members,
        waiting_days=max((today - clock.local(asked_at).date()).days, 0),
    )
    if survey is None:
        return one
    return replace(
        one,
        times=TIMES.mask(survey.times),
        modes=MODES.mask(survey.modes),
        places=found_in.towns.mask(survey.places),
        good_at=SKILLS.mask(survey.good_at),
        learn=SKILLS.mask(survey.learn),
        rather_not=SKILLS.mask(survey.rather_not),
        interests=found_in.themes.mask(survey.interests),
        lived=found_in.care.mask(survey.lived) if survey.is_lived_for_matching else 0,
        languages=LANGUAGES.mask(survey.languages),
        hours=survey.hours,
    )


def candidate_of(person_id: int, found_in: Known, now: datetime) -> Candidate:
    """Someone as matching sees them, with the wait of their oldest open offer. Four queries."""
    today = clock.local(now).date()
    found = rows(
        select(E.id, E.asked_at, SkillsSurvey)
        .select_from(Person)
        .outerjoin(E, and_(E.person_id == Person.id, E.step.in_(LOOKED_FOR)))
        .outerjoin(SkillsSurvey, SkillsSurvey.person_id == Person.id)
        .where(Person.id == person_id)
        .order_by(E.asked_at, E.id)
        .limit(1)
    )
    id, asked_at, survey = found[0]
    return _candidate(id or 0, person_id, asked_at or now, survey, _about({person_id}, today), found_in, today)


@dataclass(frozen=True)
class OpenPlace:
    """A place on a team that takes interest, with what matching reads of it."""

    id: int
    title: str
    project_id: int
    project_title: str
    project_slug: str
    places: int
    place: Place


def open_places(now: datetime, found_in: Known, scope: Scope | None = None, person_id: int = 0) -> list[OpenPlace]:
    """Every place that takes interest on a public project; of a scope, those that a member of staff works on. One query."""
    which = and_(Opening.state == "open", Opening.confirmed_at > rules.stale_before(now), Project.state == "published")
    if scope is not None and not scope.is_everywhere:
        which = and_(which, or_(Project.directorate_id.in_(scope.directorate_ids), Project.lead_id == person_id))
    return _open_places(which, found_in)


def find_open_place(opening_id: int, project_id: int, found_in: Known) -> OpenPlace | None:
    """One place, whether it takes interest just now or rests. One query."""
    which = and_(Opening.id == opening_id, Opening.project_id == project_id, Opening.state == "open")
    return next(iter(_open_places(which, found_in)), None)


def _open_places(which: ColumnElement[bool], found_in: Known) -> list[OpenPlace]:
    found = rows(
        select(Opening, Project.title, Project.slug, Theme.slug, Town.slug)
        .join(Project, Project.id == Opening.project_id)
        .outerjoin(Theme, Theme.id == Project.theme_id)
        .outerjoin(Town, Town.id == Opening.place_id)
        .where(which)
        .order_by(Opening.opened_at, Opening.id)
    )
    return [
        OpenPlace(one.id, one.title, one.project_id, title, slug, one.places, _place(one, theme, town, found_in))
        for one, title, slug, theme, town in found
    ]


def _place(opening: Opening, theme: str | None, town: str | None, found_in: Known) -> Place:
    modes = [name for name in ("in_person", "online", "by_phone") if getattr(opening, f"is_{name}")]
    return Place(
        opening.id,
        times=TIMES.mask(opening.meets_at),
        modes=MODES.mask(" ".join(modes)),
        place=found_in.towns.mask(town or ""),
        skills_wanted=SKILLS.mask(opening.skills_wanted),
        skills_learnt=SKILLS.mask(opening.skills_learnt),
        lived_wanted=found_in.care.mask(opening.lived_wanted),
        languages=LANGUAGES.mask(opening.languages),
        needs_met=NEEDS.mask(opening.needs_met),
        checks=CHECKS.mask(opening.checks),
        theme=found_in.themes.mask(theme or ""),
        hours=opening.hours,
    )
