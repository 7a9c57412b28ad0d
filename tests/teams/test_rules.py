"""What may happen to an offer, and when a promise is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.teams import rules
from portal.teams.rules import Step

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("step", "to"),
    [
        (Step.NEW, Step.CONTACTED),
        (Step.CONTACTED, Step.CONTACTED),  # a second try to reach someone
        (Step.MET, Step.JOINED),
        (Step.NOT_NOW, Step.CONTACTED),
    ],
)
def test_a_step_that_follows_is_taken(step: Step, to: Step) -> None:
    rules.check_move(step, to)


@pytest.mark.parametrize(
    ("step", "to"),
    [
        (Step.NEW, Step.WITHDRAWN),  # only the person takes an offer back
        (Step.JOINED, Step.NOT_NOW),
        (Step.WITHDRAWN, Step.CONTACTED),
        (Step.NOT_NOW, Step.JOINED),
        (Step.MET, "nonsense"),
    ],
)
def test_a_step_that_does_not_follow_is_refused(step: Step, to: str) -> None:
    with pytest.raises(rules.MayNotMove):
        rules.check_move(step, to)


def test_the_promised_day_itself_still_keeps_the_promise() -> None:
    assert not rules.is_overdue(Step.NEW, Step.CONTACTED, TODAY, TODAY)
    assert rules.is_overdue(Step.NEW, Step.CONTACTED, TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize(("step", "promised"), [(Step.NEW, ""), (Step.WITHDRAWN, "contacted"), (Step.NOT_NOW, "")])
def test_nobody_waits_to_whom_nothing_is_owed_or_who_took_it_back(step: Step, promised: str) -> None:
    assert not rules.is_overdue(step, promised, TODAY - timedelta(days=9), TODAY)


def test_a_place_takes_interest_for_14_days_after_it_was_confirmed() -> None:
    assert rules.takes_interest("open", NOW - timedelta(days=14) + timedelta(seconds=1), NOW)
    assert not rules.takes_interest("open", NOW - timedelta(days=14), NOW)
    assert not rules.takes_interest("closed", NOW, NOW)


@pytest.mark.parametrize(
    ("role", "said"),
    [("People Participation lead, Forensics", "People Participation lead"), ("Lead", "Lead"), ("", "")],
)
def test_a_message_names_the_role_and_not_the_service(role: str, said: str) -> None:
    assert rules.said_role(role) == said
