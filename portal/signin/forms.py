"""What people type to sign in."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms, pages
from portal.kit.words import gettext as _
from portal.kit.words import later


def read_contact(said: str) -> tuple[str, str]:
    """Channel and value of an email address or a mobile number in one field; ValueError with a sentence otherwise."""
    if "@" in said:
        return "email", forms.read_email(said).lower()
    return "sms", forms.read_mobile(said, allow_fictional=pages.settings().is_example)


class AskForm(forms.Form):
    """Where to send the code."""

    contact = forms.line(
        later("Your email address or mobile phone number"),
        most=254,
        needed=later("Type the email address or the mobile phone number that you gave us"),
    )
    next = forms.hidden()
    asked_about = forms.hidden()

    def validate_contact(self, field: Any) -> None:
        """An address with an @ is email, asked about once when it looks like a slip; anything else is a number."""
        try:
            self.channel, field.data = read_contact(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        if self.channel == "email":
            forms.ask_once(self, field, button=_("Send me a code"))


class StaffAskForm(forms.Form):
    """The work address of staff."""

    contact = forms.line(later("Your work email address"), most=254, needed=later("Type your work email address"))
    next = forms.hidden()

    def validate_contact(self, field: Any) -> None:
        """Staff have an email address."""
        try:
            field.data = forms.read_email(field.data).lower()
        except ValueError as problem:
            raise ValidationError(str(problem)) from None


class CodeForm(forms.Form):
    """The six digits from the message."""

    code = forms.line(later("The code from our message"), most=1000, needed=later("Type the 6 digits of the code"))


class SecondStepForm(forms.Form):
    """The six digits of the authenticator app."""

    second_step = forms.line(
        later("The code in your authenticator app"), most=1000, needed=later("Type the 6 digits that the app shows")
    )


class WhoForm(forms.Form):
    """Which of the people at one address."""

    person = forms.choice(later("Who are you?"), [], needed=later("Choose your letters"))


class ButtonForm(forms.Form):
    """A single button."""


class RecordForm(forms.Form):
    """What the record is narrowed to; it travels in the address."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    person = forms.line(later("Number of a person"), most=12)
    thing = forms.line(later("What was looked at or changed"), most=80)

    def validate_person(self, field: Any) -> None:
        """A person is asked for by number."""
        if field.data and self._number() is None:
            raise ValidationError(_("Type the number of a person as it stands in the list, such as 12"))

    def _number(self) -> int | None:
        said = self.person.data or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None

    def asked(self) -> tuple[int | None, str]:
        """The person and the thing that were asked for."""
        return self._number(), (self.thing.data or "")[:80].lower()
