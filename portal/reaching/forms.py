"""What people may tell about themselves, to be counted and nothing more."""

from __future__ import annotations

from typing import Any

from wtforms import Field

from portal.kit import forms
from portal.kit.words import later
from portal.reaching.queries import QUESTIONS


def _ask(name: str) -> Any:
    return forms.choice(QUESTIONS[name].asked, list(QUESTIONS[name].answers.items()))


class AboutYouForm(forms.Form):
    """Every question on one page: a page each would mean keeping the answers together until the last one."""

    key = forms.hidden()
    fax = forms.hidden()
    age = _ask("age")
    ethnic_group = _ask("ethnic_group")
    sex = _ask("sex")
    gender_same = _ask("gender_same")
    orientation = _ask("orientation")
    religion = _ask("religion")
    disability = _ask("disability")
    language = _ask("language")
    carer = _ask("carer")

    def questions(self) -> list[tuple[Field, str]]:
        """Each question's field, and why it is asked."""
        return [(self[name], question.why) for name, question in QUESTIONS.items()]

    def answers(self) -> dict[str, str]:
        """The answers that were given."""
        return {name: self[name].data for name in QUESTIONS if self[name].data}


class QuarterForm(forms.Form):
    """Which quarter staff want to see."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    quarter = forms.pick(later("Which months?"))
