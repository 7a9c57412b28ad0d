"""What staff fill in about a place on a team."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people.queries.needs import KINDS
from portal.teams.forms.skills import SKILLS, when
from portal.teams.models import Opening
from portal.teams.queries import factors
from portal.teams.queries.candidates import Known
from portal.teams.rules.factors import CARING, DAYS, codes, kept
from portal.teams.services import OpeningDetails

MODES = [("in_person", later("In person")), ("online", later("Online")), ("by_phone", later("By phone"))]


LINES = (
    "title",
    "what_you_would_do",
    "hours_a_month",
    "meets",
    "where",
    "access",
    "paid",
    "support",
    "how_long",
    "decides_role",
    "training_offered",
    "checks_why",
    "hours",
    "places",
)
SETS = ("checks", "lived_wanted", "skills_wanted", "skills_learnt", "languages", "needs_met")


class OpeningForm(forms.Form):
    """A place on a project's team, in words that anyone understands."""

    title = forms.line(later("What is the place called?"), needed=later("Type what the place is called"))
    what_you_would_do = forms.text(
        later("What would someone do?"), needed=later("Type what someone would do, in plain words")
    )
    hours_a_month = forms.line(later("How many hours a month?"), most=60)
    meets = forms.line(later("When does the team meet?"), most=300)
    modes = forms.choices(
        later("How can someone take part?"), MODES, needed=later("Choose at least one way to take part")
    )
    where = forms.line(later("Where does the team meet?"), most=300)
    access = forms.text(later("What is the place like for people with access needs?"), most=500)
    paid = forms.text(later("What is paid?"), most=500)
    support = forms.text(later("What support is there?"), most=500)
    how_long = forms.line(later("For how long?"))
    decides_role = forms.line(later("Who decides who joins?"))
    fill_by = forms.DateInput(later("By when do you hope to find someone?"))
    training_offered = forms.text(later("What training is offered?"), most=500)
    checks = forms.choices(later("What must be there before someone starts?"), list(factors.CHECKS.items()))
    checks_why = forms.text(later("Why is that asked for this place?"), most=500)
    hours = forms.number(later("At most how many hours a month, as a number?"), least=1, most=200)
    mon = when("mon")
    tue = when("tue")
    wed = when("wed")
    thu = when("thu")
    fri = when("fri")
    sat = when("sat")
    sun = when("sun")
    place = forms.pick(later("In which place does the team meet?"))
    lived_wanted = forms.choices(later("Whose own experience of which care would help?"), [])
    skills_wanted = forms.choices(later("Which skills do you look for?"), SKILLS)
    skills_learnt = forms.choices(later("What can someone learn here?"), SKILLS)
    languages = forms.choices(later("Which languages can the team use?"), list(factors.LANGUAGES.items()))
    needs_met = forms.choices(later("Which needs is the team ready for already?"), list(KINDS.items()))
    places = forms.number(later("How many places?"), least=1, most=50, needed=later("Type how many places there are"))
    version = forms.hidden()

    def offer(self, known: Known, places: list[tuple[int, str, str]]) -> OpeningForm:
        """Offer the care and the places of the Trust by their names."""
        self.lived_wanted.choices = [(CARING, _("Caring for someone")), *known.names["care"].items()]
        self.place.choices = [("", _("Not in one of these places")), *((str(id), name) for id, _slug, name in places)]
        return self

    def details(self) -> OpeningDetails:
        """What was written, as the service takes it."""
        modes = set(self.modes.data)
        return OpeningDetails(
            title=self.title.data,
            what_you_would_do=self.what_you_would_do.data,
            hours_a_month=self.hours_a_month.data,
            meets=self.meets.data,
            is_in_person="in_person" in modes,
            is_online="online" in modes,
            is_by_phone="by_phone" in modes,
            where=self.where.data,
            access=self.access.data,
            paid=self.paid.data,
            support=self.support.data,
            how_long=self.how_long.data,
            decides_role=self.decides_role.data,
            fill_by=self.fill_by.value(),
            training_offered=self.training_offered.data,
            checks_why=self.checks_why.data,
            hours=self.hours.data,
            meets_at=kept(f"{day}_{part}" for day in DAYS for part in self[day].data or []),
            place_id=int(self.place.data) if self.place.data else None,
            **{name: kept(self[name].data or []) for name in SETS},
            places=self.places.data,
        )


def said_by(opening: Opening) -> dict[str, object]:
    """What an opening says now, by the fields of its form."""
    modes = [name for name, _words in MODES if getattr(opening, f"is_{name}")]
    times = [code.partition("_") for code in codes(opening.meets_at)]
    return {
        **{name: getattr(opening, name) for name in LINES},
        **{name: list(codes(getattr(opening, name))) for name in SETS},
        **{day: [part for at, _line, part in times if at == day] for day in DAYS},
        "fill_by": forms.parts_of(opening.fill_by),
        "place": str(opening.place_id or ""),
        "modes": modes,
        "version": str(opening.version),
    }
