"""What may happen to an offer to join, and who is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """Where an expression of interest stands."""

    NEW = "new"
    CONTACTED = "contacted"
    MET = "met"  # the welcome talk
    INTRODUCED = "introduced"  # to the team
    TRYING = "trying"  # a first meeting or two
    JOINED = "joined"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"


class What(StrEnum):
    """What a line of an expression's history notes."""

    MOVED = "moved"
    ASSIGNED = "assigned"
    ASKED_AGAIN = "asked_again"
    TOLD_LATE = "told_late"
    ANYTHING_LIKE = "anything_like"
    NUDGED = "nudged"  # the owner was reminded before the promised day
    PASSED = "passed"  # on to another opening
    STOOD_IN = "stood_in"  # somebody else keeps the promise while the owner is away
    ASKED_BACK = "asked_back"  # the day came on which someone wanted to be asked again


OPEN = frozenset({Step.NEW, Step.CONTACTED, Step.MET, Step.INTRODUCED, Step.TRYING})
ENDED = frozenset({Step.NOT_NOW, Step.WITHDRAWN})  # nothing needs to be got ready any more

# Getting in touch may take several tries, and someone who was told "not now" may be asked again.
MOVES: Mapping[Step, tuple[Step, ...]] = {
    Step.NEW: (Step.CONTACTED, Step.MET, Step.INTRODUCED, Step.TRYING, Step.JOINED, Step.NOT_NOW),
    Step.CONTACTED: (Step.CONTACTED, Step.MET, Step.INTRODUCED, Step.TRYING, Step.JOINED, Step.NOT_NOW),
    Step.MET: (Step.CONTACTED, Step.INTRODUCED, Step.TRYING, Step.JOINED, Step.NOT_NOW),
    Step.INTRODUCED: (Step.CONTACTED, Step.TRYING, Step.JOINED, Step.NOT_NOW),
    Step.TRYING: (Step.CONTACTED, Step.JOINED, Step.NOT_NOW),
    Step.JOINED: (),
    Step.NOT_NOW: (Step.CONTACTED,),
    Step.WITHDRAWN: (),
}


class MayNotMove(Exception):
    """The expression cannot take this step from where it stands."""


class NoProject(Exception):
    """Nobody can join without saying which project's team."""


def moves_from(step: str) -> tuple[Step, ...]:
    """What staff may do next."""
    return MOVES[Step(step)]


def check_move(step: str, to: str) -> None:
    """Refuse a step that does not follow."""
    if to not in moves_from(step):
        raise MayNotMove


def is_open(step: str) -> bool:
    """Whether something may still come of it, so that the person can take it back."""
    return step in OPEN


def said_role(role: str) -> str:
    """A role as a message may name it: what follows the comma is a service, and would tell who reads it too much."""
    return role.partition(",")[0].strip()
