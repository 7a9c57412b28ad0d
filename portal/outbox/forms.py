"""What staff note when they have rung someone or posted a letter."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.errors import NotFound
from portal.kit.words import later
from portal.outbox.services import Outcome


class ByHandForm(forms.Form):
    """What came of it."""

    note = forms.line(
        later("If you could not reach them: what happened?"),
        description=later("For example: nobody answered, or the line was busy. Never what it was about."),
    )

    def said(self, outcome: str) -> Outcome:
        """What the pressed button says; a button that we do not have is not found."""
        if outcome not in set(Outcome):
            raise NotFound
        return Outcome(outcome)
