"""Who are we reaching?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from portal.database import add, rows, session, writing
from portal.reaching.models import EqualityCount

WINTER = date(2026, 1, 1)  # the quarter in which the tests' clock stands


def answered(quarter: date = WINTER, **questions: dict[str, int]) -> None:
    """So many people gave these answers: age={"18_to_24": 12}."""
    with writing():
        for question, people in questions.items():
            for answer, number in people.items():
                add(EqualityCount(quarter_on=quarter, question=question, answer=answer, people=number))


def counted() -> dict[tuple[date, str, str], int]:
    """Everything that is kept: the quarter, the question and the answer, and how many people."""
    session.remove()
    kept = select(EqualityCount.quarter_on, EqualityCount.question, EqualityCount.answer, EqualityCount.people)
    return {(quarter, question, answer): people for quarter, question, answer, people in rows(kept)}
