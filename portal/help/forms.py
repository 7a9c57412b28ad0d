"""Going on with something that was begun."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms
from portal.kit.pages import settings
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.signin.forms import read_contact


class ContinueForm(forms.Form):
    """The code that someone wrote down."""

    code = forms.line(later("Your code to go on"), most=60, needed=later("Type the code, such as KRTW-462C-HJXM-7943"))


class GoOnForm(forms.Form):
    """A single button."""


class LinkForm(forms.Form):
    """Where to send the link to something begun."""

    contact = forms.line(
        later("Your email address or mobile phone number"),
        most=254,
        needed=later("Type the email address or the mobile phone number for the link"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings().can_text:
            self.contact.label.text = _("Your email address")

    def validate_contact(self, field: Any) -> None:
        """An email address, or a mobile number where text messages can be sent."""
        try:
            self.channel, field.data = read_contact(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        if self.channel == "sms" and not settings().can_text:
            raise ValidationError(_("We cannot send text messages. Type an email address, such as name@example.com"))
