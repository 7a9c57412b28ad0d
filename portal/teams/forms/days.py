"""What staff fill in about how long steps may take, and about being away."""

from __future__ import annotations

from datetime import date
from typing import cast

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.teams.queries.words import PROMISED
from portal.teams.rules import Step
from portal.teams.rules.promises import Days

LONGEST = 250  # working days: a year
# The first answer is each directorate's own promise, which it keeps with its name.
STEPS = [step for step in PROMISED if step != Step.CONTACTED]


class DaysForm(forms.Form):
    """How many working days a step may take."""

    directorate = forms.pick(later("Where?"))
    step = forms.pick(later("What is promised?"), [(step, PROMISED[step]) for step in STEPS])
    ideal = forms.number(
        later("At best, how many working days?"), least=1, most=LONGEST, needed=later("Type how many days at best")
    )
    most = forms.number(
        later("At most, how many working days? This is what people are promised."),
        least=1,
        most=LONGEST,
        needed=later("Type how many days at most"),
    )

    def days(self) -> Days | None:
        """What was typed; None, with a sentence beside the field, where the best is longer than the most."""
        if self.ideal.data > self.most.data:
            self.refuse("most", _("This must be as many days as at best, or more"))
            return None
        return Days(self.ideal.data, self.most.data)


class AwayForm(forms.Form):
    """Who stands in while someone is away."""

    stand_in = forms.pick(later("Who keeps your promises?"), needed=later("Choose a colleague"))
    from_on = forms.DateInput(later("First day"), needed=later("Type the first day"))
    until_on = forms.DateInput(later("Last day"), needed=later("Type the last day"))

    def days(self) -> tuple[date, date]:
        """The first and the last day, both of which were typed."""
        return cast(date, self.from_on.value()), cast(date, self.until_on.value())

    def offer(self, colleagues: list[tuple[int, str]]) -> AwayForm:
        """Offer these colleagues."""
        self.stand_in.choices = [("", later("Choose a colleague")), *((str(id), name) for id, name in colleagues)]
        return self
