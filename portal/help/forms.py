"""Going on with something that was begun."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later


class ContinueForm(forms.Form):
    """The code that someone wrote down."""

    code = forms.line(later("Your code to go on"), most=60, needed=later("Type the code, such as KRTW-462C-HJXM-7943"))


class GoOnForm(forms.Form):
    """A single button."""
