"""Keeping what someone tells us so that we find them a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import add, locked, session, writes
from portal.kit import audit
from portal.kit.errors import ChangedMeanwhile
from portal.people.models import Person
from portal.teams.models import SkillsSurvey

NOT_YET = 0  # the version of a survey that nobody filled in


@dataclass(frozen=True)
class Answers:
    """What someone said; sets as codes (see `rules/factors.py`), and "" or None for what they left out."""

    lived: str = ""
    is_lived_for_matching: bool = False
    good_at: str = ""
    learn: str = ""
    rather_not: str = ""
    interests: str = ""
    times: str = ""
    modes: str = ""
    places: str = ""
    languages: str = ""
    hours: int | None = None
    lived_words: str = ""
    good_words: str = ""
    learn_words: str = ""
    rather_not_words: str = ""
    when_words: str = ""
    meet_words: str = ""


@writes
def tell(person_id: int, answers: Answers, *, by: int, now: datetime, version: int) -> None:
    """Keep someone's answers; the second of two tabs is told that the first one changed them."""
    session.scalar(locked(select(Person.id).where(Person.id == person_id)))  # of two first ones the second waits
    survey = session.scalar(locked(select(SkillsSurvey).where(SkillsSurvey.person_id == person_id)))
    if (survey.version if survey else NOT_YET) != version:
        raise ChangedMeanwhile
    if survey is None:
        add(SkillsSurvey(person_id=person_id, changed_at=now, **vars(answers)))
    else:
        for name, value in vars(answers).items():
            setattr(survey, name, value)
        survey.changed_at = now
    audit.record("skills told", now=now, by=by, about=person_id)
