"""Openings to begin from, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit import words
from portal.kit.words import Later, later

NAMES: Mapping[str, Later] = {
    "member": later("A member of the team"),
    "panel": later("Helping to choose new staff"),
    "words": later("Making words plain"),
    "trying": later("Trying out an idea"),
    "story": later("Telling your story"),
}
_WHAT: Mapping[str, Later] = {
    "member": later(
        "Come to the team's meetings. Say what you think, and help to decide what we try next. Your view counts as much as"
        " that of staff."
    ),
    "panel": later(
        "Help us to choose who works here. Read the questions with us before. Ask some of them yourself, and say what you"
        " think of the answers."
    ),
    "words": later(
        "Read letters and leaflets before we send them. Tell us what is hard to read, and what would be clearer."
    ),
    "trying": later("Try out something new before everyone gets it. Tell us what works and what does not."),
    "story": later("Tell people who work here what it was like for you, in your own words. You choose what you share."),
}
_SETS: Mapping[str, Mapping[str, list[str]]] = {
    "member": {"skills_wanted": ["listening", "speaking"], "skills_learnt": ["numbers", "trying_out"]},
    "panel": {"skills_wanted": ["interviewing", "listening"], "skills_learnt": ["interviewing"]},
    "words": {"skills_wanted": ["checking_words"], "skills_learnt": ["writing"]},
    "trying": {"skills_wanted": ["trying_out"], "skills_learnt": ["computers"]},
    "story": {"skills_wanted": ["telling_my_story"], "skills_learnt": ["speaking"]},
}


def begun_from(name: str) -> dict[str, Any]:
    """What the form of a new opening holds when it is begun from a template; nothing when there is no such one."""
    if name not in NAMES:
        return {}
    with words.speaking(words.SOURCE):  # what a Trust writes of its own is in English, whatever staff read
        return {"title": str(NAMES[name]), "what_you_would_do": str(_WHAT[name]), "places": 1, **_SETS[name]}
