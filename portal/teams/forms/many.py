"""What happens to several offers at once."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.forms.interests import NEXT
from portal.teams.rules import Step

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
    owner = forms.pick(later("Which colleague?"))

    def offer(self, colleagues: list[tuple[int, str]]) -> ManyForm:
        """Offer these colleagues."""
        self.owner.choices = [("", later("Choose a colleague")), *((str(id), name) for id, name in colleagues)]
        return self

    def is_complete(self) -> bool:
        """Whether all was said that must be; a colleague only where one is needed."""
        if not self.validate():
            return False
        if self.to.data == ASSIGN and not self.owner.data:
            self.refuse("owner", str(later("Choose a colleague")))
            return False
        return True
