"""What staff write down before someone joins a team: pay, expenses, a trial, and the first meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import ValidationError

from portal.kit import clock, forms, words
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.teams.queries.members import PAY, Member
from portal.teams.rules.members import names_benefit
from portal.teams.services.agreements import Plan, Start

HALF_HOURS = [time(hour, minute) for hour in range(8, 21) for minute in (0, 30)]
HOW_THEY_SAID_YES = [("phone", later("By phone")), ("in_person", later("In person, or on a call with video"))]


def no_benefit(_form: Any, field: Any) -> None:
    """Ask kindly to leave out what kind of benefit someone gets."""
    if names_benefit(field.data or ""):
        raise ValidationError(
            _("Please leave out which benefit someone gets: we never keep that. Write only what was agreed.")
        )


def _words(make: Any, label: str, **kwargs: Any) -> Any:
    field = make(label, **kwargs)
    field.kwargs["validators"].append(no_benefit)
    return field


class PlanForm(forms.Form):
    """What was agreed about pay, and that they said yes to it."""

    pay = forms.choice(later("What was agreed about pay?"), list(PAY.items()), needed=later("Choose what was agreed"))
    pay_agreed = _words(
        forms.text,
        later("In words: how much, for what, and who gets it"),
        most=500,
        needed=later("Write down in words what was agreed"),
    )
    expenses_agreed = _words(
        forms.text,
        later("Expenses: what is paid back, and how"),
        most=500,
        needed=later("Write down what was agreed about expenses, even if it is nothing"),
    )
    paid_when = _words(forms.line, later("When is it paid?"), needed=later("Write down when it is paid"))
    said_yes = forms.choice(
        later("How did they say yes to this?"),
        HOW_THEY_SAID_YES,
        needed=later("Ask them first, then say how they said yes"),
    )
    version = forms.hidden()

    def plan(self) -> Plan:
        """What was agreed."""
        return Plan(self.pay.data, self.pay_agreed.data, self.expenses_agreed.data, self.paid_when.data)


class StartForm(forms.Form):
    """How someone begins on a team."""

    trial_until_on = forms.DateInput(later("Until which day do they try it out?"))
    first_on = forms.DateInput(later("On which day is their first meeting?"))
    first_at = forms.pick(later("When does it begin?"))
    first_meeting = _words(forms.text, later("Where is it, how do they get in, and what happens?"), most=1000)
    greeter = _words(forms.line, later("Who greets them at the door?"))
    version = forms.hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        hours = [(f"{at:%H:%M}", words.hour(datetime.combine(today, at, clock.HERE))) for at in HALF_HOURS]
        self.first_at.choices = [("", _("Choose a time")), *hours]

    def validate_first_at(self, field: Any) -> None:
        """A day of a meeting needs its hour."""
        if self.first_on.form.day.data and not field.data:
            raise ValidationError(_("Choose when the first meeting begins"))

    def start(self) -> Start:
        """How they begin."""
        day = self.first_on.value()
        at = None if day is None else datetime.combine(day, time.fromisoformat(self.first_at.data), clock.HERE)
        return Start(
            self.trial_until_on.value(),
            None if at is None else at.astimezone(UTC),
            self.first_meeting.data,
            self.greeter.data,
        )


class AgreeForm(PlanForm, StartForm):
    """All that is written down when someone joins a team."""

    project = forms.line(later("Which project do they join?"))
    note = _words(forms.text, later("Note for staff"))


class BuddyForm(forms.Form):
    """Which member of the team is asked to be someone's buddy."""

    buddy = forms.pick(later("Whom do we ask to be their buddy?"), needed=later("Choose a member of the team"))

    def offer(self, members: list[tuple[int, str]]) -> BuddyForm:
        """Offer these members of the team."""
        self.buddy.choices = [("", later("Choose a member")), *((str(id), name) for id, name in members)]
        return self


def plan_of(member: Member) -> dict[str, Any]:
    """What stands in the form about pay."""
    names = ("pay", "pay_agreed", "expenses_agreed", "paid_when")
    return {**{name: getattr(member, name) for name in names}, "version": str(member.version)}


def start_of(member: Member) -> dict[str, Any]:
    """What stands in the form about how they begin."""
    at = None if member.first_meeting_at is None else clock.local(member.first_meeting_at)
    return {
        "trial_until_on": _parts(member.trial_until_on),
        "first_on": _parts(at.date() if at else None),
        "first_at": f"{at:%H:%M}" if at else "",
        "first_meeting": member.first_meeting,
        "greeter": member.greeter,
        "version": str(member.version),
    }


def _parts(day: date | None) -> dict[str, str]:
    return {} if day is None else {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
