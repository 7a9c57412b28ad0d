"""What someone says of a training afterwards: three answers from 1 to 5, and their own words."""

from __future__ import annotations

from typing import Any

from portal.kit import forms
from portal.kit.words import later
from portal.training.models import TrainingFeedback
from portal.training.services.feedback import MARKS, MOST_WORDS, Said

ANSWERS = [
    ("1", later("1, poor")),
    ("2", later("2")),
    ("3", later("3")),
    ("4", later("4")),
    ("5", later("5, great")),
    ("", later("No answer")),
]


class AfterForm(forms.Form):
    """Three questions, each of which can be left out."""

    was_good = forms.choice(later("How good was it?"), ANSWERS)
    was_clear = forms.choice(later("How clear was it?"), ANSWERS)
    was_welcome = forms.choice(later("How welcome did you feel?"), ANSWERS)
    words = forms.text(
        later("What else do you want to say?"),
        description=later("Please do not write names, or anything about your health."),
        most=MOST_WORDS,
    )
    may_show = forms.tick(later("You may show my words to others, without my name"))

    def said(self) -> Said:
        """What was said, ready to keep."""
        marks = {name: int(self[name].data) if self[name].data else None for name in MARKS}
        return Said(words=self.words.data, may_show=bool(self.may_show.data), **marks)


def said_before(found: TrainingFeedback | None) -> dict[str, Any]:
    """What they said before, as the form takes it."""
    if found is None:
        return {}
    marks = {name: str(getattr(found, name) or "") for name in MARKS}
    return {**marks, "words": found.words, "may_show": ["yes"] if found.may_show else []}
