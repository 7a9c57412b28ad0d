"""What happens to several offers at once."""

from __future__ import annotations

from datetime import date

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.teams.forms.interests import NEXT
from portal.teams.rules import Step
from portal.teams.rules.promises import may_ask_back

ASSIGN = "assign"
# Joining needs a plan of its own for each, and is done one by one.
TOGETHER = [(step.value, NEXT[step]) for step in NEXT if step != Step.JOINED]


class ManyForm(forms.Form):
    """The next step for everyone who was chosen, or a colleague who looks after them all."""

    class Meta:
        """It only asks what to show: what is done has a token of its own."""

        csrf = False

    to = forms.choice(
        later("What happens to all of them?"),
        [*TOGETHER, (ASSIGN, later("A colleague looks after them"))],
        needed=later("Choose what happens"),
    )
    back_on = forms.DateInput(later("If not now: on which day do we ask them again?"))
    owner = forms.pick(later("Which colleague?"))

    def offer(self, colleagues: list[tuple[int, str]]) -> ManyForm:
        """Offer these colleagues."""
        self.owner.choices = [("", later("Choose a colleague")), *((str(id), name) for id, name in colleagues)]
        return self

    def is_complete(self, today: date) -> bool:
        """Whether all was said that must be; a colleague only where one is needed."""
        if not self.validate():
            return False
        if (back_on := self.day_back()) is not None and not may_ask_back(back_on, today):
            self.refuse("back_on", _("Choose a day from a week to a year from now"))
            return False
        if self.to.data == ASSIGN and not self.owner.data:
            self.refuse("owner", str(later("Choose a colleague")))
            return False
        return True

    def day_back(self) -> date | None:
        """The day on which all of them are asked again, of "not now" alone."""
        return self.back_on.value() if self.to.data == Step.NOT_NOW else None
