"""Made-up answers to the optional questions, sent through a year and counted as any others are."""

from __future__ import annotations

from datetime import datetime

from portal.example import rows
from portal.reaching import services as reaching
from portal.reaching.queries import QUESTIONS

FORMS = 240
DAYS = 365


def load(now: datetime) -> None:
    """Let so many forms be sent through the last year, each kind of answer as often in one quarter as in another."""
    said = {question: _spread(question) for question in QUESTIONS}
    for form in range(FORMS):
        answers = {question: column[form] for question, column in said.items()}
        at = rows.ago(now, DAYS * (FORMS - form) // FORMS)
        reaching.count(answers, key=f"example {form}", now=at)


def _spread(question: str) -> list[str]:
    """The answers of all forms to one question; "" where it was left out."""
    people = {
        row["answer"]: rows.number(row["people"]) for row in rows.made_up("about_you") if row["question"] == question
    }
    people[""] = FORMS - sum(people.values())
    placed = [((place + 0.5) / number, answer) for answer, number in people.items() for place in range(number)]
    return [answer for _share, answer in sorted(placed)]
