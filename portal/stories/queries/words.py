"""Words for where a story stands, where it may be used, and how its teller is named."""

from __future__ import annotations

from portal.kit.words import Later, later
from portal.stories import rules
from portal.stories.rules import State, Use

NAMELESS = later("A service user or carer")

USES: dict[Use, Later] = {
    Use.PROJECT_TEAM: later("The team of a project may read it and learn from it"),
    Use.QI_FORUM: later(
        "It may be told at a QI forum: a meeting where staff, service users and carers talk about care"
    ),
    Use.NEWSLETTER: later("It may be printed in our newsletter"),
    Use.PUBLIC_WEB: later("Everyone may read it on this website"),
}

FOR_TELLER: dict[State, Later] = {
    State.WAITING: later("Waiting for a person to read it"),
    State.SENT_BACK: later("We have a question for you"),
    State.DECLINED: later("We will not use it"),
    State.PUBLISHED: later("A person read it and said yes"),
    State.WITHDRAWN: later("You took it back"),
}

FOR_STAFF: dict[State, Later] = {
    State.WAITING: later("Waiting to be read"),
    State.SENT_BACK: later("Sent back to the teller"),
    State.DECLINED: later("Declined"),
    State.PUBLISHED: later("Approved"),
    State.WITHDRAWN: later("Taken back by the teller"),
}


def for_teller(state: str) -> str:
    """Where a story stands, said to whoever told it."""
    return str(FOR_TELLER[State(state)])


def for_staff(state: str) -> str:
    """Where a story stands, said to staff."""
    return str(FOR_STAFF[State(state)])


def use(name: str) -> str:
    """What the teller agrees to."""
    return str(USES[Use(name)])


def teller(name: str, name_shown: str) -> str:
    """How the teller is named to readers."""
    return rules.shown_name(name, name_shown) or str(NAMELESS)
