"""What someone needs so that they can take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from portal.kit import forms
from portal.kit.errors import NotFound
from portal.kit.words import later
from portal.people import rules
from portal.people.queries import needs

LONGEST_LANGUAGE, LONGEST_SAID = 100, 400
MET, SAID = "met_", "said_"
ANSWERS = {"yes": True, "no": False}
YES_OR_NO = [("yes", later("Yes, it was there")), ("no", later("No"))]
OWN_WORDS = later("What you told us in your own words")  # which whoever else holds the link must not read


@dataclass(frozen=True)
class Boxes:
    """Some of the boxes, under one heading; they stand open when one of them is ticked."""

    name: str
    words: str
    kinds: tuple[str, ...]
    is_open: bool


class NeedsForm(forms.Form):
    """What someone needs so that they can take part: boxes for what is common, and room for their own words."""

    need_kinds = forms.choices(
        later("What do you need so that you can take part?"),
        [(kind, needs.KINDS[kind]) for kind in rules.every_kind()],
        description=later("Choose all that you need. We then get it ready for you. You can leave everything empty."),
    )
    language = forms.line(
        later("Which language do you need?"),
        most=LONGEST_LANGUAGE,
        description=later("Only if you need an interpreter, or papers in your language. For example: Bengali."),
    )
    needs = forms.text(
        later("Anything else that you need, or that we should know?"),
        description=later("Say it in your own words. You can leave this empty."),
    )

    @property
    def common(self) -> tuple[str, ...]:
        """The kinds that are asked for most."""
        return rules.COMMON

    @property
    def groups(self) -> list[Boxes]:
        """All other kinds, by what they have to do with."""
        ticked = set(self.need_kinds.data or ())
        return [
            Boxes(group.value, str(needs.GROUPS[group]), rest, not ticked.isdisjoint(rest))
            for group, kinds in rules.KINDS.items()
            if (rest := tuple(kind for kind in kinds if kind not in rules.COMMON))
        ]


def pairs_of(answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The kinds that were ticked, each with its details; a language that was named without a box is an interpreter."""
    ticked, language = set(answers.get("need_kinds") or ()), answers.get("language") or ""
    if language and ticked.isdisjoint(rules.IN_A_LANGUAGE):
        ticked.add("interpreter")
    return tuple(
        (kind, language if kind in rules.IN_A_LANGUAGE else "") for kind in rules.every_kind() if kind in ticked
    )


def need_rows(answers: Mapping[str, Any]) -> list[str]:
    """What someone needs, as "check your answers" shows it: a line each."""
    return needs.said_by(pairs_of(answers), answers.get("needs") or "")


class MetForm(forms.Form):
    """Whether each thing that someone needed was there; it gets its questions from `met_form`."""

    def said(self) -> dict[str, tuple[bool | None, str]]:
        """For each need, yes, no or nothing, and what they wrote."""
        kinds = [field.name.removeprefix(MET) for field in self if field.name.startswith(MET)]
        return {kind: (ANSWERS.get(self[MET + kind].data), self[SAID + kind].data) for kind in kinds}


def met_form(flags: Iterable[needs.Flag]) -> MetForm:
    """The questions about these needs: two for each, and none has to be answered."""
    asked: dict[str, Any] = {}
    for flag in flags:
        words = OWN_WORDS if flag.kind == rules.OTHER else flag.words
        asked[MET + flag.kind] = forms.choice(words, YES_OR_NO)
        asked[SAID + flag.kind] = forms.line(later("If not: what was missing?"), most=LONGEST_SAID)
    return cast(MetForm, type("MetForm", (MetForm,), asked)())


def mark_of(said: str) -> rules.Mark:
    """What a button of staff says of a need; a button that we do not have is not found."""
    if said not in set(rules.Mark):
        raise NotFound
    return rules.Mark(said)


def answers_of(found: needs.Needs) -> dict[str, Any]:
    """What someone told us before, by the fields of the form."""
    languages = [details for kind, details in found.kinds if kind in rules.IN_A_LANGUAGE and details]
    return {
        "need_kinds": [kind for kind, _details in found.kinds],
        "language": languages[0] if languages else "",
        "needs": found.words,
    }
