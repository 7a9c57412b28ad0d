"""What staff fill in when they have seen what a place asks for."""

from __future__ import annotations

from datetime import date

from portal.kit import forms
from portal.kit.words import later
from portal.teams.queries.factors import CHECKS
from portal.teams.services.checks import Check


class CheckForm(forms.Form):
    """Something was seen."""

    kind = forms.choice(later("What have you seen?"), [], needed=later("Choose what you have seen"))
    seen_on = forms.DateInput(later("On which day?"), needed=later("Type the day on which you saw it"))
    until_on = forms.DateInput(later("Until which day does it hold?"))

    def offer(self, kinds: list[str]) -> CheckForm:
        """Offer these kinds."""
        self.kind.choices = forms.options([(kind, str(CHECKS[kind])) for kind in kinds])
        return self

    def check(self, seen_on: date) -> Check:
        """What was seen on this day."""
        return Check(self.kind.data, seen_on, self.until_on.value())
