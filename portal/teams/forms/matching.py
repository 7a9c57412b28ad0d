"""Which reasons to leave out of a list of matches, and how much each counts."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.queries.reasons import FACTORS
from portal.teams.rules.matching import HEAVIEST, Factor, Off


class OffForm(forms.Form):
    """What is left out of a list; it travels in the address."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    off = forms.choices(later("What should not count?"), list(FACTORS.items()))

    def chosen(self) -> Off:
        """The factors that are switched off; what there is not is left out."""
        self.off.data = [code for code in self.off.data or [] if code in FACTORS]
        return frozenset(Factor(code) for code in self.off.data)


class WeightForm(forms.Form):
    """How much a reason counts from now on, and why."""

    factor = forms.pick(later("Which reason?"), list(FACTORS.items()))
    weight = forms.number(
        later("How many points? 0 means that it does not count."),
        least=0,
        most=HEAVIEST,
        needed=later("Type how many points, such as 5"),
    )
    why = forms.text(later("Why? Others will read this."), most=500, needed=later("Type why"))
