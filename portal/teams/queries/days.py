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


def days_of(step: Step, directorate_id: int | None) -> Days:
    """How long a step may take in a directorate: as set there, else as set for all, else as everywhere. Two queries at most."""
    here = or_(StepDays.directorate_id.is_(None), StepDays.directorate_id == directorate_id)
    found = rows(
        select(StepDays.ideal, StepDays.most)
        .where(StepDays.step == step, here)
        .order_by(StepDays.directorate_id.is_(None))
        .limit(1)
    )
    if found:
        return Days(*found[0])
    if step == Step.CONTACTED:
        most, _role = trust.promise_of(directorate_id)
        return Days(min(DEFAULT_DAYS[step].ideal, most), most)
    return DEFAULT_DAYS[step]


def promised_next(step: str, directorate_id: int | None, today: date) -> Promise | None:
    """What is promised when someone comes to a step today, and by when. Two queries at most."""
    promised = next_promised(step)
    if promised is None:
        return None
    return Promise(promised, workdays.after(today, days_of(promised, directorate_id).most))


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
