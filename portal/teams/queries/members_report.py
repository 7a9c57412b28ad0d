"""Reads about how many members stay, by stage of the project: never by person, by team or by part of the Trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.database import rows
from portal.people.rules import months_ahead
from portal.projects.models import Project
from portal.projects.queries.words import STAGES
from portal.projects.rules import Stage
from portal.teams.models import LeavingNote, Membership
from portal.teams.rules import members as rules

MONTHS = (1, 3, 6)


@dataclass(frozen=True)
class StageRow:
    """How many joined in a stage, stayed and left; None where a group is too small to be shown."""

    stage: str
    joined: rules.Count
    stayed: tuple[rules.Count, ...]
    left: rules.Count

    @property
    def stage_words(self) -> str:
        """The stage in words."""
        return str(STAGES[Stage(self.stage)])


def staying(until: date) -> list[StageRow]:
    """How many joined before a day, and stayed for one, three and six months, by stage. One query."""
    found = rows(
        select(Project.stage, Membership.started_on, Membership.ended_on)
        .join(Project, Project.id == Membership.project_id)
        .where(Membership.started_on < until)
    )
    by_stage: dict[str, list[tuple[date, date | None]]] = {}
    for stage, started_on, ended_on in found:
        by_stage.setdefault(stage, []).append((started_on, ended_on if ended_on and ended_on < until else None))
    return [_row(stage, by_stage[stage], until) for stage in Stage if stage in by_stage]


def _row(stage: str, spans: list[tuple[date, date | None]], until: date) -> StageRow:
    joined = len(spans)
    left = sum(ended_on is not None for _started_on, ended_on in spans)
    stayed = tuple(_stayed(spans, months, until) for months in MONTHS)
    return StageRow(stage, rules.whole(joined), stayed, rules.part(left, joined))


def _stayed(spans: list[tuple[date, date | None]], months: int, until: date) -> rules.Count:
    """Of those who joined so long ago, how many were still there then."""
    then = [(months_ahead(started_on, months), ended_on) for started_on, ended_on in spans]
    asked = [(day, ended_on) for day, ended_on in then if day <= until]
    return rules.part(sum(ended_on is None or ended_on >= day for day, ended_on in asked), len(asked))


def notes(today: date) -> dict[str, list[str]]:
    """What would have helped those who left before this quarter, by stage, five at a time. One query."""
    found = rows(
        select(LeavingNote.stage, LeavingNote.words)
        .where(LeavingNote.quarter < rules.quarter_name(today))
        .order_by(LeavingNote.quarter, LeavingNote.id)
    )
    shown = {stage: rules.in_full_groups([said for at, said in found if at == stage]) for stage in Stage}
    return {str(STAGES[stage]): said for stage, said in shown.items() if said}
