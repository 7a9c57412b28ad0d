"""What people fill in to offer to join, and what staff fill in to answer them."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.queries import interests, words
from portal.teams.rules import Step, moves_from

NEXT = {
    Step.CONTACTED: later("Someone gets in touch, or tries again"),
    Step.MET: later("We had the welcome talk"),
    Step.INTRODUCED: later("We told the team about them"),
    Step.TRYING: later("They try it out"),
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
    back_on = forms.DateInput(later("If not now: on which day do we ask them again?"))
    note = forms.text(later("Note for staff"))
    version = forms.hidden()

    def offer(self, step: str) -> MoveForm:
        """Offer the steps that may follow; joining has a page of its own, where what they get is agreed before."""
        self.to.choices = [(to.value, NEXT[to]) for to in moves_from(step) if to != Step.JOINED]
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
