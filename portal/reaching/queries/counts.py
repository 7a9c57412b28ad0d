"""Reads of the counts; numbers that could pick anyone out never leave here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.database import rows
from portal.reaching import rules
from portal.reaching.models import EqualityCount
from portal.reaching.queries.words import QUESTIONS


@dataclass(frozen=True)
class Answered:
    """One answer, and how many people gave it; None when that is hidden."""

    answer: str
    people: int | None


@dataclass(frozen=True)
class Table:
    """One question with all its answers; the total only when nothing is hidden."""

    question: str
    answers: list[Answered]
    total: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether no number of it is shown."""
        return all(answered.people is None for answered in self.answers)


def finished_quarters(today: date) -> list[date]:
    """The quarters that are over and have counts, newest first. One query."""
    found = rows(select(EqualityCount.quarter_on).distinct().order_by(EqualityCount.quarter_on.desc()))
    return [quarter for (quarter,) in found if rules.is_over(quarter, today)]


def tables_of(quarter: date) -> list[Table]:
    """Every question's table in a quarter, as it may be shown. One query."""
    counted = rows(
        select(EqualityCount.question, EqualityCount.answer, EqualityCount.people).where(
            EqualityCount.quarter_on == quarter
        )
    )
    people = {(question, answer): number for question, answer, number in counted}
    return [_table(name, people) for name in QUESTIONS]


def _table(name: str, people: dict[tuple[str, str], int]) -> Table:
    question = QUESTIONS[name]
    shown = rules.shown({answer: people.get((name, answer), 0) for answer in question.answers})
    answers = [Answered(words, shown[answer]) for answer, words in question.answers.items()]
    return Table(question.asked, answers, rules.total_shown(shown.values()))
