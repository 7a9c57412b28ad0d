"""What people fill in to offer to join, and what staff fill in to answer them."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.models import Opening
from portal.teams.queries import interests, words
from portal.teams.rules import Step, moves_from
from portal.teams.services import OpeningDetails

MODES = [("in_person", later("In person")), ("online", later("Online")), ("by_phone", later("By phone"))]
NEXT = {
    Step.CONTACTED: later("Someone gets in touch, or tries again"),
    Step.MET: later("We met or talked"),
    Step.JOINED: later("They join a project team"),
    Step.NOT_NOW: later("Not now"),
}
STEP_FILTERS = [("open", later("Every open one")), *words.STAFF.items(), ("all", later("All"))]


class WantsForm(forms.Form):
    """What someone would like to do, and what they bring."""

    wants = forms.text(
        later("What would you like to do?"),
        most=4000,
        description=later("For example: say what I think at meetings, speak with other people, or look at numbers."),
    )
    experience = forms.text(
        later("Anything you have done or lived through that you would like us to know"),
        most=4000,
        description=later("Write only what you want to share. You do not need to tell us about your health."),
    )


class MoveForm(forms.Form):
    """The next step with someone's offer."""

    to = forms.choice(later("What happens next?"), [], needed=later("Choose what happens next"))
    project = forms.line(later("Which project do they join?"))
    note = forms.text(later("Note for staff"))
    version = forms.hidden()

    def offer(self, step: str) -> MoveForm:
        """Offer the steps that may follow."""
        self.to.choices = [(to.value, NEXT[to]) for to in moves_from(step)]
        return self


class AssignForm(forms.Form):
    """Who looks after someone's offer."""

    owner = forms.pick(later("Who looks after it?"), needed=later("Choose a colleague"))
    version = forms.hidden()

    def offer(self, colleagues: list[tuple[int, str]]) -> AssignForm:
        """Offer these colleagues."""
        self.owner.choices = [("", later("Choose a colleague")), *((str(id), name) for id, name in colleagues)]
        return self


class FilterForm(forms.Form):
    """What the list of interests is narrowed to; it travels in the address."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    NAMES = ("step", "directorate", "mine", "overdue")

    step = forms.pick(later("Step"), STEP_FILTERS)
    directorate = forms.pick(later("Directorate"))
    mine = forms.tick(later("Only those that I look after"))
    overdue = forms.tick(later("Only overdue ones"))

    def filters(self) -> interests.Filters:
        """The filters that were chosen; what the list does not know is left out."""
        self.step.data = self.step.data or "open"
        self.directorate.data = self.directorate.data or ""
        if not self.validate():
            return interests.Filters()
        return interests.Filters(
            step=self.step.data,
            directorate_id=int(self.directorate.data) if self.directorate.data else None,
            is_mine=bool(self.mine.data),
            is_overdue=bool(self.overdue.data),
        )


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
