"""What staff fill in about claims: an answer, a rate, a list for payroll."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms
from portal.kit.words import later
from portal.rewards.forms.claims import read_amount


class _Amount(forms.Form):
    """An amount in pounds, in any sane spelling."""

    amount = forms.line(later("How much, in pounds?"), needed=later("Type how much it is, such as 4.50"))

    def validate_amount(self, field: Any) -> None:
        """Any sane spelling of an amount is taken."""
        try:
            read_amount(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def pence(self) -> int:
        """The amount in pence."""
        return read_amount(self.amount.data)


class ApproveForm(_Amount):
    """How much is agreed, and why, where it is less than was asked."""

    why = forms.text(later("If it is less: why? The person reads this"), most=1000)
    version = forms.hidden()


class SendBackForm(forms.Form):
    """What is missing."""

    missing = forms.text(
        later("What is missing? The person reads this"),
        most=1000,
        needed=later("Write in kind and plain words what is missing: the person reads it"),
    )
    version = forms.hidden()


class RateForm(_Amount):
    """What an hour is worth from a day on."""

    from_on = forms.DateInput(later("From which day?"), needed=later("Type the day from which it holds"))
    words = forms.line(later("Where is this agreed?"), most=300, needed=later("Write down where this is agreed"))


class PayrollForm(forms.Form):
    """A list for payroll is made."""

    reason = forms.text(later("Why do you need this list?"), most=300)
    key = forms.hidden()
