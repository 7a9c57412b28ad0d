"""Reads about how long each step may take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select

from portal.database import rows
from portal.kit import workdays
from portal.teams.models import StepDays
from portal.teams.rules import Promise, Step
from portal.teams.rules.promises import DEFAULT_DAYS, Days, next_promised
from portal.trust import queries as trust


def days_here(directorate_id: int | None) -> Mapping[Step, Days]:
    """How long each step may take in a directorate: as set there, else for all, else everywhere. Two queries at most."""
    here = or_(StepDays.directorate_id.is_(None), StepDays.directorate_id == directorate_id)
    found = rows(
        select(StepDays.step, StepDays.ideal, StepDays.most)
        .where(here)
        .order_by(StepDays.directorate_id.is_not(None))  # what is set for all first, so that what is set here holds
    )
    most, _role = trust.promise_of(directorate_id)
    first = Days(min(DEFAULT_DAYS[Step.CONTACTED].ideal, most), most)
    return {**DEFAULT_DAYS, Step.CONTACTED: first, **{Step(step): Days(ideal, most) for step, ideal, most in found}}


def days_of(step: Step, directorate_id: int | None) -> Days:
    """How long one step may take in a directorate. Two queries at most."""
    return days_here(directorate_id)[step]


def promised_next(step: str, directorate_id: int | None, today: date) -> Promise | None:
    """What is promised when someone comes to a step today, and by when. Two queries at most."""
    return promised_after(step, days_here(directorate_id), today) if next_promised(step) else None


def promised_after(step: str, days: Mapping[Step, Days], today: date) -> Promise | None:
    """What is promised when someone comes to a step today, where steps take so long. No query."""
    promised = next_promised(step)
    return Promise(promised, workdays.after(today, days[promised].most)) if promised else None


def days_everywhere(directorate_ids: list[int]) -> Mapping[tuple[int | None, str], Days]:
    """What holds in each of these directorates, and (None) where nothing else was set, by step. One query."""
    found = rows(select(StepDays.directorate_id, StepDays.step, StepDays.ideal, StepDays.most))
    is_set = {(directorate_id, step): Days(ideal, most) for directorate_id, step, ideal, most in found}
    known: dict[tuple[int | None, str], Days] = {}
    for step, days in DEFAULT_DAYS.items():
        known[None, step] = is_set.get((None, step), days)
        for id in directorate_ids:
            known[id, step] = is_set.get((id, step), known[None, step])
    return known
