"""What a project is, in words."""

from __future__ import annotations

from portal.kit.words import later
from portal.projects.rules import Involvement, Stage, State

STAGES = {
    Stage.IDEA: later("An idea"),
    Stage.STARTED: later("Just started"),
    Stage.TESTING: later("Testing changes"),
    Stage.IMPROVING: later("Things are getting better"),
    Stage.SUSTAINED: later("Keeping what works"),
    Stage.CLOSED: later("Finished"),
}
INVOLVEMENTS = {
    Involvement.BIG_I: later("Big I: service users or carers are full members of the team"),
    Involvement.LITTLE_I: later("Little i: service users or carers were asked what they think"),
    Involvement.NONE: later("Nobody yet"),
    Involvement.UNKNOWN: later("We do not know yet"),
}
WAYS = {"in_person": later("In person"), "online": later("Online"), "phone": later("By phone")}
STATES = {
    State.DRAFT: later("Draft: only staff see it"),
    State.PUBLISHED: later("Published"),
    State.CLOSED: later("Closed"),
}


def ways_of(is_in_person: bool, is_online: bool, is_by_phone: bool) -> list[str]:
    """The ways to take part, in words."""
    found = zip((is_in_person, is_online, is_by_phone), WAYS.values(), strict=True)
    return [str(words) for has, words in found if has]
