"""Whom someone trusts, with what, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import ValidationError

from portal.kit import clock, forms, pages
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import rules
from portal.people.queries import Trust
from portal.people.rules import May

MAY = {
    May.BOOK: later("Book and join for me"),
    May.GET_REMINDERS: later("Get a copy of messages about my training"),
    May.ANSWER: later("Say for me if I am coming"),
    May.FILL_IN: later("Tell you what I need"),
}
MAY_HINTS = {
    May.BOOK: later("They can book training for you, and offer for you to join a project."),
    May.GET_REMINDERS: later("They get what we send you about your training: when and where it is, and the reminders."),
    May.ANSWER: later("They can say that you are coming or not, and take or give up a place."),
    May.FILL_IN: later("When they book for you, they can say what you need to take part."),
}
MAY_FOR_HELPER = {
    May.BOOK: later("Book training for them, and offer for them to join a project"),
    May.GET_REMINDERS: later("Get a copy of our messages about their training"),
    May.ANSWER: later("Say for them if they are coming"),
    May.FILL_IN: later("Tell us what they need when you book for them"),
}
NEW = "new"


class MayForm(forms.Form):
    """With what someone may help, and until when."""

    may = forms.choices(
        later("What may they do for you?"),
        list(MAY.items()),
        needed=later("Choose at least one thing that they may do"),
    )
    until = forms.DateInput(
        later("What is the last day?"), needed=later("Type the last day on which they may help you")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The last day is one to come, and not too far off."""
        super().validate(extra_validators)
        if not self.until.errors and not rules.may_last_until(self.last_day(), clock.today()):
            self.refuse("until", _("Type a day from today to two years from now"))
        return not self.errors

    def last_day(self) -> date:
        """The day that was typed; ValueError before the form was found to be right."""
        day = self.until.value()
        if day is None:
            raise ValueError("No day was typed.")
        return day

    def allowed(self) -> frozenset[str]:
        """What was ticked."""
        return frozenset(self.may.data)


class AskForm(MayForm):
    """Whom to ask, and everything that they may do."""

    name = forms.line(later("What is their name?"), needed=later("Type their name. A first name is enough"))
    contact = forms.line(
        later("Their email address or mobile phone number"),
        most=254,
        needed=later("Type their email address or their mobile phone number"),
    )

    def validate_contact(self, field: Any) -> None:
        """An address with an @ is email; anything else is a number."""
        try:
            if "@" in field.data or not pages.settings().can_text:
                self.channel, field.data = "email", forms.read_email(field.data).lower()
            else:
                is_example = pages.settings().is_example
                self.channel, field.data = "sms", forms.read_mobile(field.data, allow_fictional=is_example)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None


class AnswerForm(forms.Form):
    """Who says yes: one of those whom we know at the address, or someone new."""

    person = forms.choice(later("Who are you?"), [], needed=later("Choose your letters, or that you are new"))
    name = forms.line(later("Your own name"))

    def offer(self, known: list[tuple[int, str]]) -> AnswerForm:
        """Offer those whom we know there, told apart by letters; where there are none, only a name is asked for."""
        self.person.choices = forms.options(
            [*((str(id), letters) for id, letters in known), (NEW, _("I am none of these"))]
        )
        if not known:
            self.person.data = NEW
        return self

    def validate_name(self, field: Any) -> None:
        """Someone new says how we should call them."""
        if self.person.data == NEW and not field.data:
            raise ValidationError(_("Type your own name. A first name is enough"))


def boxes(day: date) -> dict[str, str]:
    """A day as the three boxes of a form take it."""
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def usual(today: date) -> dict[str, Any]:
    """What the form proposes: half a year."""
    return {"until": boxes(rules.months_ahead(today, rules.USUAL_MONTHS))}


def said_by(trust: Trust) -> dict[str, Any]:
    """What someone may do now, by the fields of the form."""
    return {"may": [may for may in May if may in trust.may], "until": boxes(trust.until_on)}
