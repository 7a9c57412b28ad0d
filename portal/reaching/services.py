"""Counting answers: one is added to each, and nothing else is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app

from portal.database import count_up, hold, writes
from portal.kit import clock, limits, references
from portal.reaching import rules
from portal.reaching.models import EqualityCount
from portal.reaching.queries import QUESTIONS

MOST_A_DAY = 2000  # of all forms together: what keeps a flood out must not know which device a form came from


@writes
def count(answers: Mapping[str, str], *, key: str, now: datetime) -> bool:
    """Add one to each answer, unless the form with this key was counted before; False when too many came today.

    No person, no device, no event on record and no time finer than the quarter goes with an answer. That a form was
    counted is known by the digest of its key, with the day, for two days.
    """
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not _is_first(key, day):
        return True
    if not limits.try_once("about you", "everyone", most=MOST_A_DAY, within=timedelta(days=1), now=day):
        return False
    count_up(EqualityCount.people, _counters(answers, now))
    return True


def _is_first(key: str, day: datetime) -> bool:
    digest = references.digest(f"about you {key}", key=current_app.config["SECRET_KEY"])
    hold(digest)  # the same form, sent twice at the very same moment, waits for itself
    return limits.try_once("about you", digest, most=1, within=limits.KEPT_FOR, now=day)


def _counters(answers: Mapping[str, str], now: datetime) -> list[dict[str, object]]:
    """The rows to raise by one, always in the order of the questions, so that two forms never wait for each other."""
    quarter = rules.quarter_of(clock.local(now).date())
    given = [(name, answers.get(name, "")) for name in QUESTIONS]
    return [
        {"quarter_on": quarter, "question": name, "answer": answer}
        for name, answer in given
        if answer in QUESTIONS[name].answers
    ]
