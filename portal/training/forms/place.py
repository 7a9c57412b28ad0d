"""Which place someone wants: in which way, for how many, for whom, and what the course session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit import forms
from portal.kit.journeys import Row
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.training.queries import words
from portal.training.queries.to_book import MOST_QUESTIONS, ToBook
from portal.training.rules import Who

WHO = [(who.value, words.WHO[who]) for who in Who if who != Who.NOT_SAID]
MODES = [(mode, words.MODES[mode]) for mode in ("in_person", "online")]
QUESTIONS = tuple(f"question_{number}" for number in range(1, MOST_QUESTIONS + 1))
LONGEST_ANSWER = 1000


class PlaceForm(forms.Form):
    """Which place someone wants; `fit` leaves in it what the session asks."""

    mode = forms.choice(later("How do you want to take part?"), MODES, needed=later("Choose how you want to take part"))
    companion = forms.line(
        later("If someone comes with you: their first name"),
        description=later("You then get two places together, or you wait for both. Leave this empty if only you come."),
    )
    who = forms.choice(later("Who are you?"), WHO, description=later("You can leave this open."))
    question_1 = forms.text(later("Question 1"), most=LONGEST_ANSWER)
    question_2 = forms.text(later("Question 2"), most=LONGEST_ANSWER)
    question_3 = forms.text(later("Question 3"), most=LONGEST_ANSWER)

    def fit(self, wanted: ToBook) -> None:
        """Ask what this session asks, with the places that are left."""
        if wanted.is_both:
            self.mode.hints = {places.mode: places.left_words for places in wanted.places}
        else:
            del self.mode
        if wanted.asks_who:
            self.who.validators = [forms.Needed(_("Choose who you are"))]
            self.who.description = _why_who(wanted)
        for name, question in zip(QUESTIONS, wanted.questions, strict=False):
            self[name].label.text = question
        for name in QUESTIONS[len(wanted.questions) :]:
            del self[name]

    @property
    def questions(self) -> list[Any]:
        """The fields of what the course asks."""
        return [self[name] for name in QUESTIONS if name in self]


def _why_who(wanted: ToBook) -> str:
    if wanted.has_kept:
        return _("Some places are kept for service users and carers.")
    return _("Service users, carers and staff come to this training together.")


def place_rows(answers: Mapping[str, Any], wanted: ToBook) -> list[Row]:
    """Which place it is, as "check your answers" shows it."""
    companion, who = answers.get("companion"), answers.get("who")
    mode = Row("place", _("How you take part"), [str(words.MODES[wanted.mode_of(answers)])])
    comes = _("Two people. %(name)s comes too.", name=companion) if companion else _("Only me")
    said = Row("place", _("Who you are"), [str(words.WHO[Who(who)]) if who else ""])
    return [
        *([mode] if wanted.is_both else []),
        Row("place", _("Who comes"), [comes]),
        *([said] if who or wanted.asks_who else []),
        *(Row("place", question, [answer]) for question, answer in _pairs(answers, wanted)),
    ]


def answered(answers: Mapping[str, Any], wanted: ToBook) -> tuple[tuple[str, str], ...]:
    """Each question of the course that was answered, with its answer."""
    return tuple((question, answer) for question, answer in _pairs(answers, wanted) if answer)


def _pairs(answers: Mapping[str, Any], wanted: ToBook) -> list[tuple[str, str]]:
    return [(asked, str(answers.get(name) or "")) for name, asked in zip(QUESTIONS, wanted.questions, strict=False)]
