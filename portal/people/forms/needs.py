"""What someone needs so that they can take part."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later


class NeedsForm(forms.Form):
    """What someone needs so that they can take part."""

    needs = forms.text(later("What do you need so that you can take part?"))
