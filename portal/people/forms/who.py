"""Who takes part, and who fills this in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit import forms
from portal.kit.journeys import Row
from portal.kit.words import gettext as _
from portal.kit.words import later

FOR_WHOM = [
    ("self", later("For myself")),
    ("with_someone", later("With someone who helps me fill this in")),
    ("for_someone", later("For someone I care for or support")),
]
HELPED, NEEDS_TOO = "helped-", "-needs"


class NameForm(forms.Form):
    """Who takes part, and who fills this in.

    A helper who is signed in is offered each person whom they may book for; that person's name is known.
    """

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
    helped: Mapping[str, str] = {}  # the answer that stands for someone whom they help, and that person's name

    def offer(self, helped: Mapping[str, str]) -> None:
        """Offer these people too; each is an answer of `answer_for`, with a name."""
        self.helped = helped
        theirs = [(said, _("For %(name)s, whom you help", name=name)) for said, name in helped.items()]
        self.for_whom.choices = forms.options([*theirs, *FOR_WHOM])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever is helped needs no name typed."""
        super().validate(extra_validators)
        if self.for_whom.data in self.helped:
            self.name.data, self.name.errors, self.helper_name.data = self.helped[self.for_whom.data], [], ""
        return not self.errors


def answer_for(trust_id: int, *, may_tell_needs: bool) -> str:
    """The answer that stands for someone whom a helper helps: it says by which trust, and if their needs are asked."""
    return f"{HELPED}{trust_id}{NEEDS_TOO if may_tell_needs else ''}"


def trust_in(answers: Mapping[str, Any]) -> int | None:
    """The number of the trust by which someone is helped; None for everyone else."""
    said = str(answers.get("for_whom") or "")
    number = said.removeprefix(HELPED).removesuffix(NEEDS_TOO)
    return int(number) if said.startswith(HELPED) and number.isascii() and number.isdigit() else None


def is_reach_asked(answers: Mapping[str, Any]) -> bool:
    """Whether we must ask how to reach the person: not for someone who is helped, for they told us."""
    return trust_in(answers) is None


def are_needs_asked(answers: Mapping[str, Any]) -> bool:
    """Whether we ask what the person needs: for someone who is helped only when the helper may tell."""
    return trust_in(answers) is None or str(answers["for_whom"]).endswith(NEEDS_TOO)


def who_rows(answers: Mapping[str, Any]) -> list[Row]:
    """Who takes part, as "check your answers" shows it."""
    if trust_in(answers) is not None:
        return [Row("who", _("Who this is for"), [_("For %(name)s, whom you help", name=answers["name"])])]
    helper = [Row("who", _("Who is filling this in"), [answers.get("helper_name") or ""])]
    return [
        Row("who", _("Who this is for"), [for_whom_words(answers["for_whom"])]),
        Row("who", _("Name"), [answers["name"]]),
        *(helper if answers["for_whom"] != "self" else []),
    ]


def is_for_self(answers: Mapping[str, Any]) -> bool:
    """Whether someone fills this in for themselves, alone."""
    return answers.get("for_whom", "self") == "self"


def for_whom_words(said: str) -> str:
    """The answer to "for whom" as it was shown."""
    return str(dict(FOR_WHOM).get(said, ""))
