"""The two questions of the monthly check-in."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.services.check_ins import Answer

MARKS = [
    ("1", later("1: very badly")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", later("5: very well")),
]
HEARD = [
    ("1", later("1: not at all")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", later("5: very much")),
]


class CheckInForm(forms.Form):
    """How it is going, and if someone feels heard."""

    going = forms.choice(later("How is it going?"), MARKS, needed=later("Choose a number from 1 to 5"))
    heard = forms.choice(later("Do you feel heard?"), HEARD, needed=later("Choose a number from 1 to 5"))
    words = forms.text(later("Anything that you would like to say?"))
    is_call_wanted = forms.tick(later("Please ring me"))

    def answer(self) -> Answer:
        """What was said."""
        return Answer(int(self.going.data), int(self.heard.data), self.words.data, bool(self.is_call_wanted.data))
