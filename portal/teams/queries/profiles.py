"""Reads about one-page profiles: one's own with its drafts, and what others may see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from portal.database import rows, session
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import queries as people
from portal.people.models import Person
from portal.projects.models import Project
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.models import Membership, ProfileLine, ProfileShare, SkillsSurvey
from portal.teams.queries.factors import LANGUAGES, MODES, SKILLS, said, times_said
from portal.teams.rules.pipeline import OPEN
from portal.teams.rules.profiles import MOST, PARTS

CALLED = {
    "good_at": later("What I am good at"),
    "learn": later("What I want to learn"),
    "rather_not": later("What I would rather not do"),
    "when": later("When I can"),
    "meet": later("How I like to meet"),
    "lived": later("What I have lived"),
}


@dataclass(frozen=True)
class Line:
    """One part of a profile, with what it is called; `is_seen` when others may see it."""

    part: str
    words: str
    is_seen: bool

    @property
    def called(self) -> str:
        """What this part is called."""
        return str(CALLED[self.part])


def drafts(survey: SkillsSurvey | None) -> dict[str, str]:
    """What each part could say, from what someone told us. Nothing of what they have lived is drafted: that is theirs to write."""
    if survey is None:
        return dict.fromkeys(PARTS, "")
    found = {
        "good_at": [*said(survey.good_at, SKILLS), survey.good_words],
        "learn": [*said(survey.learn, SKILLS), survey.learn_words],
        "rather_not": [*said(survey.rather_not, SKILLS), survey.rather_not_words],
        "when": [*times_said(survey.times), survey.when_words],
        "meet": [*said(survey.modes, MODES), *said(survey.languages, LANGUAGES), survey.meet_words],
        "lived": [],
    }
    return {part: "\n".join(filter(None, lines))[:MOST].strip() for part, lines in found.items()}


def lines_of(person_id: int) -> dict[str, Line]:
    """What someone wrote, by part. One query."""
    asked = select(ProfileLine.part, ProfileLine.words, ProfileLine.approved_at.is_not(None))
    found = rows(asked.where(ProfileLine.person_id == person_id))
    return {part: Line(part, words, bool(is_seen)) for part, words, is_seen in found}


def seen_lines(lines: Mapping[str, Line]) -> list[Line]:
    """What others see, in its order."""
    return [lines[part] for part in PARTS if part in lines and lines[part].is_seen and lines[part].words]


@dataclass(frozen=True)
class Share:
    """A project of someone's to which they may show their profile, and since when they do."""

    project_id: int
    project_title: str
    shared_at: datetime | None
    first_seen_at: datetime | None


def _is_near(person_id: int) -> ColumnElement[bool]:
    """They are on the team of a project, or offered to join it: whoever left shows nothing any more."""
    is_member = exists().where(
        Membership.project_id == Project.id, Membership.person_id == person_id, Membership.ended_on.is_(None)
    )
    return or_(is_member, exists().where(E.project_id == Project.id, E.person_id == person_id, E.step.in_(OPEN)))


def shares_of(person_id: int) -> list[Share]:
    """The projects that someone is on the team of or offered to join, and which of them see their profile. One query."""
    open_share = and_(
        ProfileShare.project_id == Project.id, ProfileShare.person_id == person_id, ProfileShare.ended_at.is_(None)
    )
    asked = (
        select(Project.id, Project.title, ProfileShare.shared_at, ProfileShare.first_seen_at)
        .outerjoin(ProfileShare, open_share)
        .where(_is_near(person_id))
    )
    return [Share(*row) for row in rows(asked.order_by(Project.title, Project.id))]


def _is_shown(person_id: int, project_id: int) -> ColumnElement[bool]:
    """Shown to this project, with at least one line that may be seen."""
    return and_(
        ProfileShare.person_id == person_id,
        ProfileShare.project_id == project_id,
        ProfileShare.ended_at.is_(None),
        exists().where(ProfileLine.person_id == person_id, ProfileLine.approved_at.is_not(None)),
        exists().where(Project.id == project_id, _is_near(person_id)),
    )


def is_shown(person_id: int, project_id: int | None) -> bool:
    """Whether those who run this project may read the profile. One query."""
    if project_id is None:
        return False
    return bool(session.scalar(select(case((exists().where(_is_shown(person_id, project_id)), 1), else_=0))))


@dataclass(frozen=True)
class Profile:
    """Someone's profile as others see it."""

    person_id: int
    name: str
    locale: str
    lines: list[Line]


def get_shown(person_id: int, project_id: int) -> Profile:
    """A profile that is shown to this project; what is not, or no longer, is not there. Two queries."""
    found = rows(
        select(people.named(), Person.locale)
        .join(ProfileShare, ProfileShare.person_id == Person.id)
        .where(Person.id == person_id, _is_shown(person_id, project_id))
    )
    if not found:
        raise NotFound
    name, locale = found[0]
    return Profile(person_id, name, locale, seen_lines(lines_of(person_id)))


def title() -> str:
    """What a profile is called."""
    return _("One-page profile")
