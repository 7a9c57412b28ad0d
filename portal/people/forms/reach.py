"""One way to be reached, and when that is safe."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms, pages
from portal.kit.words import gettext as _
from portal.kit.words import later

CHANNELS = [("email", later("Email")), ("sms", later("Text message to a mobile phone"))]


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


def value_of(answers: dict[str, Any]) -> str:
    """The address or number that was chosen."""
    return str(answers["email"] if answers["channel"] == "email" else answers["mobile"])


def channel_words(said: str) -> str:
    """The way chosen, as it was shown."""
    return str(dict(CHANNELS).get(said, ""))
