"""What staff fill in about a place on a team."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.models import Opening
from portal.teams.services import OpeningDetails

MODES = [("in_person", later("In person")), ("online", later("Online")), ("by_phone", later("By phone"))]


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
    places = forms.number(later("How many places?"), least=1, most=50, needed=later("Type how many places there are"))
    version = forms.hidden()

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
            places=self.places.data,
        )


def said_by(opening: Opening) -> dict[str, object]:
    """What an opening says now, by the fields of its form."""
    modes = [name for name, _words in MODES if getattr(opening, f"is_{name}")]
    names = ("title", "what_you_would_do", "hours_a_month", "meets", "where", "access", "paid", "support", "places")
    return {**{name: getattr(opening, name) for name in names}, "modes": modes, "version": str(opening.version)}
