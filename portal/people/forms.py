"""Questions about a person that more than one journey asks."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms, pages
from portal.kit.words import gettext as _
from portal.kit.words import later

FOR_WHOM = [
    ("self", later("For myself")),
    ("with_someone", later("With someone who helps me fill this in")),
    ("for_someone", later("For someone I care for or support")),
]
CHANNELS = [("email", later("Email")), ("sms", later("Text message to a mobile phone"))]


class NameForm(forms.Form):
    """Who takes part, and who fills this in."""

    for_whom = forms.choice(
        later("Who are you filling this in for?"), FOR_WHOM, needed=later("Choose who you are filling this in for")
    )
    name = forms.line(later("What name should we use?"), needed=later("Type a name. A first name is enough"))
    helper_name = forms.line(later("If you are filling this in with or for someone: your own name"))


class ReachForm(forms.Form):
    """One way to be reached, and when that is safe."""

    channel = forms.choice(later("How should we reach you?"), CHANNELS, needed=later("Choose email or text message"))
    email = forms.line(later("Email address"), most=254)
    mobile = forms.line(later("Mobile phone number"), most=40)
    safe_hours = forms.text(later("When is it safe to reach you?"), most=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.can_text:
            self.channel.choices = forms.options(CHANNELS[:1])
            self.channel.data = "email"

    @property
    def can_text(self) -> bool:
        """Whether text messages can be chosen at all."""
        return pages.settings().can_text

    def validate_email(self, field: Any) -> None:
        """Only asked for when email was chosen."""
        if self.channel.data == "email":
            field.data = self._read(field.data, _("Type your email address"), forms.read_email).lower()

    def validate_mobile(self, field: Any) -> None:
        """Only asked for when text messages were chosen."""
        if self.channel.data == "sms":
            field.data = self._read(field.data, _("Type your mobile phone number"), _read_mobile)

    def _read(self, said: str, missing: str, read: Any) -> str:
        if not said:
            raise ValidationError(missing)
        try:
            return str(read(said))
        except ValueError as problem:
            raise ValidationError(str(problem)) from None


def _read_mobile(said: str) -> str:
    # Ofcom keeps 07700 900000 to 900999 for stories and examples; nobody real has one.
    return forms.read_mobile(said, allow_fictional=pages.settings().is_example)


class NeedsForm(forms.Form):
    """What someone needs so that they can take part."""

    needs = forms.text(later("What do you need so that you can take part?"))


def value_of(answers: dict[str, Any]) -> str:
    """The address or number that was chosen."""
    return str(answers["email"] if answers["channel"] == "email" else answers["mobile"])


def for_whom_words(said: str) -> str:
    """The answer to "for whom" as it was shown."""
    return str(dict(FOR_WHOM).get(said, ""))


def channel_words(said: str) -> str:
    """The way chosen, as it was shown."""
    return str(dict(CHANNELS).get(said, ""))
