"""Who takes part, and who fills this in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit import forms
from portal.kit.words import later

FOR_WHOM = [
    ("self", later("For myself")),
    ("with_someone", later("With someone who helps me fill this in")),
    ("for_someone", later("For someone I care for or support")),
]


class NameForm(forms.Form):
    """Who takes part, and who fills this in."""

    for_whom = forms.choice(
        later("Who are you filling this in for?"), FOR_WHOM, needed=later("Choose who you are filling this in for")
    )
    name = forms.line(
        later("What name should we use?"),
        needed=later("Type a name. A first name is enough"),
        description=later("The name of the person who will take part. A first name is enough."),
    )
    helper_name = forms.line(
        later("If you are filling this in with or for someone: your own name"),
        description=later("You can leave this empty if you are filling this in by yourself, for yourself."),
    )


def is_for_self(answers: Mapping[str, Any]) -> bool:
    """Whether someone fills this in for themselves, alone."""
    return answers.get("for_whom", "self") == "self"


def for_whom_words(said: str) -> str:
    """The answer to "for whom" as it was shown."""
    return str(dict(FOR_WHOM).get(said, ""))
