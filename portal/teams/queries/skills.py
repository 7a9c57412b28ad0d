"""Reads about what someone told us so that we find them a team."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import session
from portal.teams.models import SkillsSurvey


def find_survey(person_id: int) -> SkillsSurvey | None:
    """What someone told us, if they did. One query."""
    return session.scalar(select(SkillsSurvey).where(SkillsSurvey.person_id == person_id))
