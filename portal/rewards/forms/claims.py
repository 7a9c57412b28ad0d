"""What someone fills in to be paid for time, or to have money back; and a photo of a receipt."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import ValidationError

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later, plain_digits
from portal.rewards import rules
from portal.rewards.queries.claims import ClaimSeen
from portal.rewards.queries.words import KIND
from portal.rewards.rules import Kind
from portal.rewards.services.claims import Asked

PLACES = 2  # of an amount in pounds


def read_amount(said: str) -> int:
    """An amount in pence within what one claim may hold; ValueError with a sentence."""
    try:
        pence = rules.read_pence(plain_digits(said))
    except ValueError:
        raise ValueError(_("Type an amount in pounds, such as 4.50")) from None
    if not 0 < pence <= rules.MOST_PENCE:
        raise ValueError(_("Type an amount from £0.01 to £1,000"))
    return pence


def shown_amount(pence: int) -> str:
    """An amount as it stands in a field."""
    return f"{pence / 100:.{PLACES}f}" if pence else ""


class _ClaimForm(forms.Form):
    """What every claim says."""

    happened_on = forms.DateInput(later("On which day was it?"), needed=later("Type the day on which it was"))
    words = forms.text(later("What was it for?"), most=1000, needed=later("Write in a few words what it was for"))
    key = forms.hidden()
    version = forms.hidden()


class TimeForm(_ClaimForm):
    """Time that someone gave."""

    hours = forms.number(later("Hours"), least=0, most=rules.MOST_MINUTES // 60)
    minutes = forms.number(later("Minutes"), least=0, most=59)

    def validate_minutes(self, field: Any) -> None:
        """Some time there must be, and no more than a day has."""
        if self.hours.errors:
            return
        if not 0 < self.total() <= rules.MOST_MINUTES:
            raise ValidationError(_("Type how long it was, such as 2 hours and 30 minutes"))

    def total(self) -> int:
        """How long it was, in minutes."""
        return (self.hours.data or 0) * 60 + (self.minutes.data or 0)

    def asked(self) -> Asked:
        """The time, and what it was for."""
        return Asked(Kind.TIME, self.happened_on.value() or rules.NEVER, minutes=self.total(), words=self.words.data)


class MoneyForm(_ClaimForm):
    """Money that someone spent."""

    kind = forms.choice(
        later("What did you pay for?"),
        [(kind.value, KIND[kind]) for kind in rules.SPENT],
        needed=later("Choose what you paid for"),
    )
    amount = forms.line(later("How much was it, in pounds?"), needed=later("Type how much it was, such as 4.50"))

    def validate_amount(self, field: Any) -> None:
        """Any sane spelling of an amount is taken."""
        try:
            read_amount(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def asked(self) -> Asked:
        """The money, and what it was for."""
        return Asked(
            self.kind.data,
            self.happened_on.value() or rules.NEVER,
            pence=read_amount(self.amount.data),
            words=self.words.data,
        )


class PhotoForm(forms.Form):
    """A photo of a receipt."""

    photo = FileField(later("A photo of your receipt"))


def said_in(claim: ClaimSeen) -> dict[str, Any]:
    """What stands in the form of a claim that is written anew."""
    return {
        "kind": claim.kind,
        "happened_on": forms.parts_of(claim.happened_on),
        "hours": claim.minutes // 60,
        "minutes": claim.minutes % 60,
        "amount": shown_amount(claim.pence),
        "words": claim.words,
        "version": str(claim.version),
    }
