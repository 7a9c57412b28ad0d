"""Fields as people fill them in: any sane spelling is taken, and every refusal says how to put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation

from portal.kit import did_you_mean, typed, words
from portal.kit.words import gettext as _
from portal.kit.words import later, ngettext, plain_digits

LONGEST_LINE = 200
_Type = phonenumbers.PhoneNumberType
NO_TEXTS = {_Type.FIXED_LINE, _Type.TOLL_FREE, _Type.PREMIUM_RATE, _Type.SHARED_COST, _Type.UAN, _Type.VOICEMAIL}


class Form(FlaskForm):
    """A form whose POST carries its token; `refuse` puts a rule's no beside its field."""

    def refuse(self, field: str, words: str) -> None:
        """Show `words` beside `field`, as if the field itself had found it."""
        self[field].errors = [*self[field].errors, words]

    def shown_version(self) -> int:
        """The version of the record that was shown with this form; -1 when that was meddled with."""
        said = str(self["version"].data)
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    def typed(self) -> dict[str, Any]:
        """What was typed, by field, ready to keep in a draft."""
        return {f.name: f.data for f in self if not isinstance(f, HiddenField) and f.type != "CSRFTokenField"}


class Needed:
    """Refuses an empty answer, with the field's own sentence."""

    field_flags: dict[str, Any] = {}

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(str(self.words))


class AtMost:
    """Refuses a text that is too long, kindly, and says by how much."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Any, field: Field) -> None:
        over = len(field.data or "") - self.most
        if over > 0:
            raise ValidationError(
                ngettext(
                    "This is %(num)s letter too long for us to keep. Please make it shorter. Nothing you wrote is lost.",
                    "This is %(num)s letters too long for us to keep. Please make it shorter. Nothing you wrote is lost.",
                    over,
                )
            )


def _line(value: str | None) -> str:
    return typed.tidy(value or "")


def _text(value: str | None) -> str:
    return typed.tidy_text(value or "")


def line(label: str, *, needed: str = "", most: int = LONGEST_LINE, **kwargs: Any) -> Any:
    """One line of text; `needed` is the sentence shown when it is left empty."""
    return StringField(label, filters=[_line], validators=_checks(needed, most), **kwargs)


def text(label: str, *, needed: str = "", most: int = 2000, **kwargs: Any) -> Any:
    """Several lines of text."""
    return TextAreaField(label, filters=[_text], validators=_checks(needed, most), **kwargs)


def _checks(needed: str, most: int) -> list[Any]:
    return [Needed(needed), AtMost(most)] if needed else [AtMost(most)]


class _Hinted:
    """An answer to choose may have a hint of its own, by its value."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}


class _Choice(_Hinted, RadioField):
    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choose one of the answers"))


class _Choices(_Hinted, SelectMultipleField):
    def process_data(self, value: Any) -> None:
        super().process_data([value] if isinstance(value, str) else value)  # a kept form holds one tick as it came

    def pre_validate(self, form: Any) -> None:
        allowed = {value for value, *_rest in self.iter_choices()}
        if any(value not in allowed for value in self.data or ()):
            raise StopValidation(_("Choose from the answers shown"))


class _Pick(SelectField):
    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_rest in self.iter_choices()]:
            raise StopValidation(_("Choose one from the list"))


def options(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Answers to choose from, as WTForms takes them: value and words."""
    return [SelectChoice(value, label) for value, label in choices]


def choice(
    label: str, choices: Sequence[tuple[str, str]], *, needed: str = "", default: str = "", **kwargs: Any
) -> Any:
    """One answer of several (radios)."""
    checks = [Needed(needed)] if needed else [Optional()]
    return _Choice(
        label, choices=options(choices), validators=checks, default=default or None, validate_choice=True, **kwargs
    )


def choices(label: str, choices: Sequence[tuple[str, str]], *, needed: str = "", **kwargs: Any) -> Any:
    """Any number of answers (checkboxes)."""
    return _Choices(label, choices=options(choices), validators=[Needed(needed)] if needed else [], **kwargs)


def pick(label: str, choices: Iterable[tuple[str, str]] = (), *, needed: str = "") -> Any:
    """One of a long list (a select); the first choice may be ("", "…")."""
    return _Pick(label, choices=options(choices), default="", validators=[Needed(needed)] if needed else [])


def tick(label: str, *, needed: str = "") -> Any:
    """A single box to tick: data is ["yes"] or []."""
    return _Choices(label, choices=options([("yes", label)]), validators=[Needed(needed)] if needed else [])


def hidden(default: str = "") -> Any:
    """A value that travels with the form, such as the version of the record that was shown."""
    return HiddenField(default=default, filters=[_line])


class _Number(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        said = plain_digits(valuelist[0]).strip().replace(",", "") if valuelist else ""
        self.data = None
        if not said:
            return
        if not said.isascii() or not said.isdigit() or len(said) > 9:
            raise ValueError(_("Type a number, such as 12"))
        self.data = int(said)

    def _value(self) -> str:
        return _line(str(super()._value()))  # what was typed is shown again, without signs that no page may carry


def number(label: str, *, least: int, most: int, needed: str = "") -> Any:
    """A whole number between two others."""

    def within(_form: Any, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(_("Type a number from %(least)s to %(most)s", least=least, most=most))

    def there(_form: Any, field: Field) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(str(needed))

    return _Number(label, validators=[*([there] if needed else []), within])


class _DateParts(PlainForm):
    day = StringField(later("Day"), filters=[_line])
    month = StringField(later("Month"), filters=[_line])
    year = StringField(later("Year"), filters=[_line])


class DateInput(FormField):
    """A day in three boxes; `value()` is the date, or None when nothing was typed."""

    def __init__(self, label: str, *, needed: str = "", **kwargs: Any) -> None:
        super().__init__(_DateParts, label, **kwargs)
        self.needed = needed
        self.problem: list[str] = []

    def value(self) -> date | None:
        """The date typed; ValueError when there is no such day."""
        parts = [plain_digits(self.form[name].data or "") for name in ("day", "month", "year")]
        if not any(parts):
            return None
        day_said, month_said, year_said = parts
        year = int(year_said)
        return date(year + 2000 if year < 100 else year, read_month(month_said), int(day_said))

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Whether it is a real day (or none, where none is needed)."""
        try:
            found = self.value()
        except (ValueError, OverflowError):
            self.problem = [_("Type a real date, such as 27 3 2026")]
        else:
            self.problem = [str(self.needed)] if self.needed and found is None else []
        return not self.problem

    @property
    def errors(self) -> list[str]:
        """The sentence beside the three boxes."""
        return self.problem

    @errors.setter
    def errors(self, value: list[str]) -> None:
        self.problem = list(value)


def parts_of(day: date | None) -> dict[str, str]:
    """A day as its three boxes hold it."""
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)} if day else {}


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_month(said: str) -> int:
    """A month by its number or its English name; ValueError otherwise."""
    return _MONTHS.index(said[:3].lower()) + 1 if said[:3].lower() in _MONTHS else int(said)


def read_email(said: str) -> str:
    """An email address as we keep it; ValueError with a sentence when it cannot be one."""
    try:
        found = validate_email(said, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        found = None
    if (
        found is None or found.domain != found.ascii_domain
    ):  # letters of another script may only look like the ones meant
        raise ValueError(_("Type an email address in full, such as name@example.com"))
    return found.normalized


def read_phone(said: str, *, allow_fictional: bool = False) -> str:
    """A telephone number as +44…; any sane spelling is taken; ValueError with a sentence otherwise."""
    return phonenumbers.format_number(_number_in(said, allow_fictional), phonenumbers.PhoneNumberFormat.E164)


def read_mobile(said: str, *, allow_fictional: bool = False) -> str:
    """A number that gets text messages, as +44…; ValueError with a sentence for any other, such as a landline's."""
    if phonenumbers.number_type(_number_in(said, allow_fictional)) in NO_TEXTS:
        raise ValueError(_("This number cannot get text messages. Type a mobile phone number"))
    return read_phone(said, allow_fictional=allow_fictional)


def _number_in(said: str, allow_fictional: bool) -> phonenumbers.PhoneNumber:
    plain = plain_digits(said)
    digits = "".join(c for c in plain if c.isdigit())
    for start in ("0044", "44", "0"):
        if allow_fictional and digits.startswith(start + "7700900") and len(digits) == len(start) + 10:
            return phonenumbers.PhoneNumber(country_code=44, national_number=int(digits.removeprefix(start)))
    try:
        found = phonenumbers.parse(plain, "GB")
    except phonenumbers.NumberParseException:
        found = None
    if found is None or not phonenumbers.is_valid_number(found):
        raise ValueError(_("Type a phone number with all its digits, such as 07700 900123"))
    return found


def ask_once(form: Form, address: Field, *, button: str) -> None:
    """Ask, once, whether an address that looks like a slip of the finger is right; it stays as it was typed.

    The form has a hidden field `asked_about`: whoever presses again with the same address goes on.
    """
    meant = did_you_mean.meant(address.data)
    if meant and form["asked_about"].data != address.data:
        form["asked_about"].data = address.data
        raise ValidationError(
            _(
                "Did you mean %(address)s? If what you typed is right, press “%(button)s” again.",
                address=words.whole(meant),
                button=button,
            )
        )


def checked_by(read: Callable[[str], str]) -> Callable[[Any, Field], None]:
    """A validator from a reader: the reader's ValueError becomes the sentence beside the field."""

    def check(_form: Any, field: Field) -> None:
        if field.data:
            try:
                field.data = read(field.data)
            except ValueError as problem:
                raise ValidationError(str(problem)) from None

    return check


def made_from(is_pressed: bool, given: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or from what is known when nothing of it was."""
    return {} if is_pressed else {"formdata": None, "data": given}


def changed_words() -> str:
    """Said where someone else was quicker."""
    return _(
        "Someone else changed this while you were writing. Nothing of yours was saved yet, and nothing is lost."
        " Look at what stands here now, then press again."
    )
