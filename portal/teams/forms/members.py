"""What members fill in about their own place on a team."""

from __future__ import annotations

from datetime import date, timedelta

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later

FOR = {"week": timedelta(days=7), "month": timedelta(days=30), "three_months": timedelta(days=91)}


class PauseForm(forms.Form):
    """Until when someone wants to hear nothing."""

    how_long = forms.choice(
        later("How long a pause would you like?"),
        [
            ("week", later("A week")),
            ("month", later("A month")),
            ("three_months", later("Three months")),
            ("day", later("Until a day that I choose")),
        ],
        needed=later("Choose how long"),
    )
    until_on = forms.DateInput(later("The day on which you want to hear from us again"))

    def until(self, today: date) -> date | None:
        """The day that was chosen; None, with a sentence, when none was."""
        if self.how_long.data in FOR:
            return today + FOR[self.how_long.data]
        if (found := self.until_on.value()) is None:
            self.refuse("until_on", _("Type the day on which you want to hear from us again"))
        return found


class HelpedForm(forms.Form):
    """What would have helped someone who left."""

    words = forms.text(later("What would have helped?"), most=2000)


class ToldForm(forms.Form):
    """What a member told staff, by phone or in person."""

    what = forms.choice(
        later("What did they tell you?"),
        [
            ("week", later("They take a pause for a week")),
            ("month", later("They take a pause for a month")),
            ("three_months", later("They take a pause for three months")),
            ("back", later("They are back from their pause")),
            ("step_back", later("They would rather be asked now and then")),
            ("step_up", later("They would like to be a full member again")),
            ("leave", later("They leave the team")),
        ],
        needed=later("Choose what they told you"),
    )
