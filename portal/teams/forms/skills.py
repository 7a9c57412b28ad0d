"""What someone brings, wants to learn and would rather not do, and when they can: every answer is optional."""

from __future__ import annotations

from typing import Any

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.teams.models import SkillsSurvey
from portal.teams.queries import factors
from portal.teams.queries.candidates import Known
from portal.teams.rules.factors import CARING, DAYS, codes, kept
from portal.teams.services.skills import Answers

SETS = ("lived", "good_at", "learn", "rather_not", "interests", "modes", "places", "languages")
WORDS = ("lived_words", "good_words", "learn_words", "rather_not_words", "when_words", "meet_words")
SKILLS = list(factors.SKILLS.items())
MOST_HOURS = 100


def when(day: str) -> Any:
    """The parts of one day, to tick."""
    return forms.choices(factors.DAYS[day], list(factors.PARTS.items()))


class SkillsForm(forms.Form):
    """The skills survey."""

    good_at = forms.choices(later("What are you good at?"), SKILLS)
    good_words = forms.text(later("Anything else that you are good at?"))
    learn = forms.choices(later("What would you like to learn?"), SKILLS)
    learn_words = forms.text(later("Anything else that you would like to learn?"))
    rather_not = forms.choices(later("What would you rather not do?"), SKILLS)
    rather_not_words = forms.text(later("Anything else that you would rather not do?"))
    interests = forms.choices(later("What interests you?"), [])
    lived = forms.choices(later("Which care do you know from your own life?"), [])
    lived_words = forms.text(later("Anything about it that you would like us to know?"))
    is_lived_for_matching = forms.tick(later("You may use this to find a team for me"))
    mon = when("mon")
    tue = when("tue")
    wed = when("wed")
    thu = when("thu")
    fri = when("fri")
    sat = when("sat")
    sun = when("sun")
    when_words = forms.text(later("Anything else about when you can?"))
    hours = forms.number(later("How many hours a month, at most?"), least=1, most=MOST_HOURS)
    modes = forms.choices(later("How do you like to take part?"), list(factors.MODES.items()))
    places = forms.choices(later("Where can you get to?"), [])
    meet_words = forms.text(later("Anything else about how you like to meet?"))
    languages = forms.choices(later("Which languages do you use, beside English?"), list(factors.LANGUAGES.items()))
    version = forms.hidden("0")

    def offer(self, known: Known) -> SkillsForm:
        """Offer the care, the themes and the places of the Trust by their names."""
        names = known.names
        self.lived.choices = [(CARING, _("I care for someone")), *names["care"].items()]
        self.interests.choices = list(names["theme"].items())
        self.places.choices = list(names["town"].items())
        return self

    def answers(self) -> Answers:
        """What was said, as it is kept."""
        times = kept(f"{day}_{part}" for day in DAYS for part in self[day].data or [])
        return Answers(
            times=times,
            is_lived_for_matching=bool(self.is_lived_for_matching.data),
            hours=self.hours.data,
            **{name: kept(self[name].data or []) for name in SETS},
            **{name: self[name].data for name in WORDS},
        )


def said_by(survey: SkillsSurvey | None) -> dict[str, Any]:
    """What someone said before, by the fields of the form."""
    if survey is None:
        return {}
    times = codes(survey.times)
    days = {day: [code.partition("_")[2] for code in times if code.startswith(f"{day}_")] for day in DAYS}
    return {
        **days,
        **{name: list(codes(getattr(survey, name))) for name in SETS},
        **{name: getattr(survey, name) for name in WORDS},
        "hours": survey.hours,
        "is_lived_for_matching": ["yes"] if survey.is_lived_for_matching else [],
        "version": str(survey.version),
    }
