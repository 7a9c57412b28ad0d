"""What is filled in about taking part, and about people who were asked."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from portal.kit import forms
from portal.kit.words import later
from portal.teams.models import LittleI
from portal.teams.queries.taking_part import HOW, KINDS
from portal.teams.services.little_i import Asked

MOST_PEOPLE = 100_000


class TookPartForm(forms.Form):
    """Who took part, when and how."""

    members = forms.choices(later("Who took part?"), [], needed=later("Choose at least one member"))
    took_part_on = forms.DateInput(later("On which day?"), needed=later("Type the day"))
    how = forms.choice(later("How?"), list(HOW.items()), needed=later("Choose how"))
    words = forms.line(later("In a few words"), most=400)

    def offer(self, members: list[tuple[int, str]]) -> TookPartForm:
        """Offer the members of the team."""
        self.members.choices = [(str(id), name) for id, name in members]
        return self

    def day(self) -> date:
        """The day, which was typed."""
        return cast(date, self.took_part_on.value())


class LittleIForm(forms.Form):
    """People were asked."""

    kind = forms.choice(later("What was it?"), list(KINDS.items()), needed=later("Choose what it was"))
    held_on = forms.DateInput(later("On which day?"), needed=later("Type the day"))
    people = forms.number(
        later("How many people took part?"), least=1, most=MOST_PEOPLE, needed=later("Type how many people took part")
    )
    asked = forms.text(later("What did you ask?"), most=1000)
    heard = forms.text(later("What did you hear?"))
    told_back_on = forms.DateInput(later("When did they hear what came of it?"))
    told_back = forms.text(later("What were they told?"))
    version = forms.hidden("0")

    def said(self) -> Asked:
        """What was written, as the service takes it."""
        return Asked(
            kind=self.kind.data,
            held_on=cast(date, self.held_on.value()),
            people=self.people.data,
            asked=self.asked.data,
            heard=self.heard.data,
            told_back_on=self.told_back_on.value(),
            told_back=self.told_back.data,
        )


def said_by(held: LittleI) -> dict[str, Any]:
    """What was noted, by the fields of the form."""
    names = ("kind", "people", "asked", "heard", "told_back")
    days = {"held_on": forms.parts_of(held.held_on), "told_back_on": forms.parts_of(held.told_back_on)}
    return {**{name: getattr(held, name) for name in names}, **days, "version": str(held.version)}
