"""The last word before someone is forgotten."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later


class ForgetForm(forms.Form):
    """A box to tick, so that nobody is forgotten by a slip of the finger."""

    sure = forms.tick(later("Yes, forget me"), needed=later("Tick the box if you want us to forget you"))
