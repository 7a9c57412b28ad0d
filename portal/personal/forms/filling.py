"""What staff say before they fill in a form with someone."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later

HOW = [
    ("in_room", later("In the room with them")),
    ("on_phone", later("On the phone with them")),
    ("on_paper", later("From a paper form that they filled in")),
]
BOOK, JOIN, SHARE, GO_ON = "book", "join", "share", "go_on"
WHAT = [
    (BOOK, later("Book training")),
    (JOIN, later("Offer to join a project")),
    (SHARE, later("Tell a story")),
    (GO_ON, later("Go on with a form that has a reference, such as one on paper")),
]


class FillingForm(forms.Form):
    """How it is filled in, and which form."""

    how = forms.choice(later("How are you filling this in?"), HOW, needed=later("Choose how you are filling this in"))
    what = forms.choice(later("Which form is it?"), WHAT, needed=later("Choose which form it is"))
    session = forms.pick(later("Which training?"))
    project = forms.line(later("Which project?"))
    reference = forms.line(later("Reference of the form"), most=40)

    def offer(self, sessions: list[tuple[str, str]]) -> FillingForm:
        """Offer these sessions."""
        self.session.choices = [("", _("Choose the training")), *sessions]
        return self

    def validate_session(self, field: Any) -> None:
        """Only asked for to book."""
        if self.what.data == BOOK and not field.data:
            raise ValidationError(_("Choose the training"))

    def validate_reference(self, field: Any) -> None:
        """Only asked for to go on."""
        if self.what.data == GO_ON and not field.data:
            raise ValidationError(_("Type the reference that stands on the form, such as KRT 462 W"))


class RightForm(forms.Form):
    """Whether what someone else filled in is right."""

    is_right = forms.choice(later("Is it right?"), [("yes", later("Yes")), ("no", later("No"))])
