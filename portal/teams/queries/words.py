"""Where an expression of interest stands, in words."""

from __future__ import annotations

from portal.kit.words import later
from portal.teams.rules import Step, What

STAFF = {
    Step.NEW: later("New"),
    Step.CONTACTED: later("Contacted"),
    Step.MET: later("Welcome talk"),
    Step.INTRODUCED: later("Introduced to the team"),
    Step.TRYING: later("Trying it"),
    Step.JOINED: later("Joined a project"),
    Step.NOT_NOW: later("Not now"),
    Step.WITHDRAWN: later("Withdrawn"),
}
_PERSON = {
    Step.NEW: later("We have it, and someone will answer you"),
    Step.CONTACTED: later("Someone is getting in touch with you"),
    Step.MET: later("You have talked with us"),
    Step.INTRODUCED: later("We have told the team about you"),
    Step.TRYING: later("You are trying it out"),
    Step.JOINED: later("You are on the team"),
    Step.NOT_NOW: later("Not just now"),
    Step.WITHDRAWN: later("You took it back"),
}
_HISTORY = {
    What.ASSIGNED: later("Given to a colleague"),
    What.ASKED_AGAIN: later("They asked again"),
    What.TOLD_LATE: later("Told late: the promised day had passed, so we said sorry and gave a new day"),
    What.NUDGED: later("Whoever looks after it was reminded of the promised day"),
    What.PASSED: later("Passed on to another place"),
    What.STOOD_IN: later("A colleague stands in"),
    What.ASKED_BACK: later("The day came on which we said that we would ask again"),
    What.ANYTHING_LIKE: later("This place closed while they were writing. They would like anything like it"),
}


PROMISED = {
    Step.CONTACTED: later("Someone gets in touch"),
    Step.MET: later("A welcome talk"),
    Step.INTRODUCED: later("The team hears about you"),
    Step.TRYING: later("A first meeting"),
    Step.JOINED: later("You are asked if you want to join"),
}


def of_promise(step: str) -> str:
    """What is promised, said to the person; "" when nothing is."""
    return str(PROMISED[Step(step)]) if step else ""


def for_staff(step: str) -> str:
    """Where it stands, said to staff."""
    return str(STAFF[Step(step)])


def for_person(step: str) -> str:
    """Where it stands, said to the person who offered."""
    return str(_PERSON[Step(step)])


def of_history(what: str, step: str) -> str:
    """What a line of history says happened."""
    return for_staff(step) if what == What.MOVED else str(_HISTORY[What(what)])
