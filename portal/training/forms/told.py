"""What staff write to those who booked a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.kit import forms, references, words
from portal.kit.words import gettext as _
from portal.kit.words import later, ngettext
from portal.training.queries.told import group_words, is_group

LONGEST, ALL_LETTERS = 1000, 3900  # in one language, and in all together, with room for signs that are kept as two
SHORTEST_KEY = 32


class TellForm(forms.Form):
    """A message to a group of those who booked: its words in each language, "words_en" and so on."""

    to_whom = forms.choice(later("Who should get it?"), [], needed=later("Choose who should get it"))
    key = forms.hidden()

    @classmethod
    def speaking(cls, locales: Sequence[str]) -> type[TellForm]:
        """The form with a field for each of these languages."""
        most = min(LONGEST, ALL_LETTERS // len(locales))
        fields = {f"words_{code}": _words_in(code, most) for code in locales}
        return type("TellFormSpeaking", (cls,), {**fields, "locales": tuple(locales), "most": most})

    locales: tuple[str, ...] = ()
    most = LONGEST

    def offer(self, groups: dict[str, int]) -> TellForm:
        """Offer these groups, with how many are in each; one that was chosen before everyone left it is still there."""
        chosen = self.to_whom.data or ""
        offered = {**groups, **({chosen: 0} if is_group(chosen) and chosen not in groups else {})}
        self.to_whom.choices = forms.options((name, _counted(name, people)) for name, people in offered.items())
        if len(self.key.data or "") < SHORTEST_KEY:
            self.key.data = references.new_token()
        return self

    def said(self) -> dict[str, str]:
        """The words in each language that they were written in."""
        found = {code: self[f"words_{code}"].data for code in self.locales}
        return {code: said for code, said in found.items() if said}

    def fields(self) -> list[Any]:
        """The fields for the words, English first."""
        return [self[f"words_{code}"] for code in self.locales]


def _words_in(code: str, most: int) -> Any:
    if code == words.SOURCE:
        return forms.text(later("The message in English"), needed=later("Type the message in English"), most=most)
    return forms.text(_("The message in %(language)s", language=words.language_name(code)), most=most)


def _counted(name: str, people: int) -> str:
    said = ngettext("%(num)s person", "%(num)s people", people)
    return f"{group_words(name)} ({said})"
