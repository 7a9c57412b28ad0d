"""One way to be reached, and how that is safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import ValidationError

from portal.kit import forms, pages
from portal.kit.journeys import Row
from portal.kit.words import gettext as _
from portal.kit.words import later

CHANNELS = [
    ("email", later("Email")),
    ("sms", later("Text message to a mobile phone")),
    ("phone", later("Phone call")),
    ("post", later("Letter")),
]
FIELDS = {"email": "email", "sms": "mobile", "phone": "phone", "post": "postal_address"}
YES_OR_NO = [("yes", later("Yes")), ("no", later("No"))]
REACH_FIELDS = ("channel", *FIELDS.values(), "safe_hours", "may_leave_message", "say_about")
LONGEST_ADDRESS = 300


class WayForm(forms.Form):
    """One way to be reached."""

    channel = forms.choice(
        later("How should we reach you?"),
        CHANNELS,
        needed=later("Choose how we should reach you"),
        description=later("Choose one. We use it to answer you, and for nothing else."),
    )
    email = forms.line(later("Email address"), most=254, description=later("Only if you chose email."))
    mobile = forms.line(later("Mobile phone number"), most=40, description=later("Only if you chose text message."))
    phone = forms.line(
        later("Phone number"), most=40, description=later("Only if you chose a phone call. Any phone will do.")
    )
    postal_address = forms.text(
        later("Postal address"),
        most=LONGEST_ADDRESS,
        description=later("Only if you chose a letter. With the postcode."),
    )
    asked_about = forms.hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.can_text:
            self.channel.choices = forms.options((value, said) for value, said in CHANNELS if value != "sms")

    @property
    def can_text(self) -> bool:
        """Whether text messages can be chosen at all."""
        return pages.settings().can_text

    @property
    def button(self) -> str:
        """The words of the button that sends this form."""
        return _("Continue")

    def validate(self, extra_validators: Any = None) -> bool:
        """Only what was chosen is looked at."""
        super().validate(extra_validators)
        for channel, name in FIELDS.items():
            if channel != self.channel.data:
                self[name].errors = []
        return not self.errors

    def validate_email(self, field: Any) -> None:
        """Only asked for when email was chosen; one that looks like a slip of the finger is asked about once."""
        if self.channel.data == "email":
            field.data = _read(field.data, _("Type your email address"), forms.read_email).lower()
            forms.ask_once(self, field, button=self.button)

    def validate_mobile(self, field: Any) -> None:
        """Only asked for when text messages were chosen."""
        if self.channel.data == "sms":
            field.data = _read(field.data, _("Type your mobile phone number"), _read_mobile)

    def validate_phone(self, field: Any) -> None:
        """Only asked for when a phone call was chosen."""
        if self.channel.data == "phone":
            field.data = _read(field.data, _("Type your phone number"), _read_phone)

    def validate_postal_address(self, field: Any) -> None:
        """Only asked for when a letter was chosen."""
        if self.channel.data == "post":
            field.data = _read(field.data, _("Type your postal address"), _read_address)


class SafetyForm(forms.Form):
    """When and how it is safe to reach someone; all of it may be left empty."""

    safe_hours = forms.text(
        later("When is it safe to reach you?"), most=400, description=later("Tell us when, or what we should not say.")
    )
    may_leave_message = forms.choice(
        later("Is it safe to leave a message?"),
        YES_OR_NO,
        description=later("On a phone, or with someone else. Without a yes we leave none."),
    )
    say_about = forms.line(
        later("If someone else answers, what may we say it is about?"),
        description=later("For example: a meeting, or a parcel. Without this we say only that we will ring again."),
    )


class ReachForm(WayForm, SafetyForm):
    """One way to be reached, and how that is safe."""

    @property
    def is_safety_told(self) -> bool:
        """Whether there is something in the questions about safety that should stand open."""
        asked = (self.safe_hours, self.may_leave_message, self.say_about)
        return any(field.data or field.errors for field in asked)


def _read(said: str, missing: str, read: Any) -> str:
    if not said:
        raise ValidationError(missing)
    try:
        return str(read(said))
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


def _read_mobile(said: str) -> str:
    # Ofcom keeps 07700 900000 to 900999 for stories and examples; nobody real has one.
    return forms.read_mobile(said, allow_fictional=pages.settings().is_example)


def _read_phone(said: str) -> str:
    return forms.read_phone(said, allow_fictional=pages.settings().is_example)


def _read_address(said: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in said.splitlines()) if line)


def value_of(answers: Mapping[str, Any]) -> str:
    """The address or number that was chosen."""
    return str(answers.get(FIELDS[answers["channel"]]) or "")


def channel_words(said: str) -> str:
    """The way chosen, as it was shown."""
    return str(dict(CHANNELS).get(said, ""))


def safety_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """How it is safe to reach someone, as `people.services.Told` takes it."""
    return {
        "safe_hours": answers.get("safe_hours") or "",
        "may_leave_message": {"yes": True, "no": False}.get(answers.get("may_leave_message") or ""),
        "say_about": answers.get("say_about") or "",
    }


def reach_rows(answers: Mapping[str, Any], question: str = "") -> list[Row]:
    """How to reach someone, as "check your answers" shows it."""
    told = [
        Row("reach", _("Whether it is safe to leave a message"), [_yes_or_no(answers.get("may_leave_message"))]),
        Row("reach", _("What we may say it is about"), [answers.get("say_about") or ""]),
    ]
    return [
        Row("reach", question or _("How we reach you"), [channel_words(answers["channel"]), value_of(answers)]),
        Row("reach", _("When it is safe to reach you"), [answers.get("safe_hours") or ""]),
        *(row for row in told if answers["channel"] == "phone" or any(row.values)),
    ]


def _yes_or_no(said: str | None) -> str:
    return str(dict(YES_OR_NO).get(said or "", ""))
