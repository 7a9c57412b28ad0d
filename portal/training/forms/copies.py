"""What staff fill in to plan sessions like one that there is."""

from __future__ import annotations

from portal.kit import forms, references
from portal.kit.words import later
from portal.training.forms.sessions import RHYTHMS
from portal.training.services import MOST_COPIES

SHORTEST_KEY = 32


class RepeatForm(forms.Form):
    """The same session again, so many times."""

    rhythm = forms.choice(
        later("How often?"),
        [(name, words) for name, words in RHYTHMS.items() if name],
        needed=later("Choose how often"),
    )
    times = forms.number(
        later("How many more?"), least=1, most=MOST_COPIES, needed=later("Type how many more, such as 3")
    )
    key = forms.hidden()

    def with_key(self) -> RepeatForm:
        """The form with a key of its own, so that it counts once."""
        if len(self.key.data or "") < SHORTEST_KEY:
            self.key.data = references.new_token()
        return self


class TemplateForm(forms.Form):
    """A name for a pattern."""

    name = forms.line(
        later("What should this template be called?"), needed=later("Type a name, such as: Intro, half a day"), most=100
    )
