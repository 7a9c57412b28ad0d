"""What someone wants on their certificate, and the code that others type to check one."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms, references
from portal.kit.words import gettext as _
from portal.kit.words import later


class CertificateForm(forms.Form):
    """The name on a certificate, and whether others may check it."""

    name = forms.line(
        later("The name on the certificate"),
        needed=later("Type the name that you want on the certificate"),
        description=later("Write it as you want it. You can change it later."),
    )
    is_shared = forms.tick(later("Others may check that this certificate is real"))


class NameForm(forms.Form):
    """The name on the certificate that staff print for someone."""

    name = forms.line(
        later("The name on the certificate"),
        needed=later("Type the name that they want on the certificate"),
        description=later("Ask them how they want it written."),
    )


class CodeForm(forms.Form):
    """The code of a certificate, as someone reads it off."""

    code = forms.line(
        later("Code of the certificate"),
        needed=later("Type the code that stands on the certificate"),
        description=later("It has 9 letters and numbers, such as KRT 462 WMC."),
        most=40,
    )

    def validate_code(self, field: Any) -> None:
        """Dashes alone are no code, and would lead to no page."""
        if not references.said_long_code(field.data):
            raise ValidationError(_("Type the code that stands on the certificate"))
