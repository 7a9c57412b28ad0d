"""A form on paper: the questions of a journey as one walks its forms, so that a new field appears by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import segno
from wtforms import Field, FormField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField

from portal.kit import languages, pages, typed, typeset, words
from portal.kit.forms import AtMost, Form
from portal.kit.words import gettext as _
from portal.kit.words import number, whole

LETTERS_A_LINE, FEWEST_LINES, MOST_LINES = 400, 3, 18  # eighteen lines fill a page

_GAP_IN_NUMBER = re.compile(r"(?<=\d) (?=\d)")  # between words read from the right, "116 123" would become "123 116"


@dataclass(frozen=True)
class Line:
    """A line that says what a form is for; `is_english` when it is in English in every language."""

    words: str
    is_english: bool = False


@dataclass(frozen=True)
class Choice:
    """An answer to choose, with the box before it."""

    words: str
    is_chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """One of several small boxes: the day, the month, the year."""

    label: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question on paper: lines to write on, choices to tick, or small boxes; with what was answered already."""

    label: str
    hint: str
    kind: str
    answer: str = ""
    lines: int = 0
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    number: str = ""

    @property
    def is_rtl(self) -> bool:
        """Whether what was answered is read from right to left."""
        return typed.is_rtl(self.answer)

    @property
    def gaps(self) -> str:
        """What to say of letters in the answer that cannot be printed."""
        if typeset.is_printable(self.answer):
            return ""
        return _("We cannot print some of the letters here. What you wrote online is kept as you wrote it.")


def questions(forms: Iterable[Form]) -> list[Question]:
    """The questions of these forms in their order, numbered, with what is filled in."""
    asked = [_question(field) for form in forms for field in form if _is_asked(field)]
    return [replace(question, number=number(place)) for place, question in enumerate(asked, 1)]


def _is_asked(field: Field) -> bool:
    """Not what travels unseen, and no choice that leaves nothing to choose."""
    if isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
        return len(_choices(field)) > 1
    return not isinstance(field, HiddenField)


def _question(field: Field) -> Question:
    label, hint = str(field.label.text), str(field.description)
    if isinstance(field, (RadioField, SelectField)):
        return Question(label, hint, "choices", choices=_choices(field))
    if isinstance(field, FormField):
        return Question(label, hint, "parts", parts=tuple(_part(inner) for inner in field.form))
    return Question(label, hint, "text", answer=str(field._value()), lines=_lines(field))


def _choices(field: SelectField) -> tuple[Choice, ...]:
    hints = getattr(field, "hints", {})
    shown = [(value, str(said), chosen) for value, said, chosen, *_rest in field.iter_choices() if value]
    if [said for _value, said, _chosen in shown] == [str(field.label.text)]:
        return (Choice(_("Yes"), shown[0][2]),)  # a single box to tick, whose words are the question itself
    return tuple(Choice(said, chosen, str(hints.get(value, ""))) for value, said, chosen in shown)


def _part(field: Field) -> Part:
    return Part(str(field.label.text), str(field._value()))


def _lines(field: Field) -> int:
    """How many lines to give: more where more may be written."""
    if not isinstance(field, TextAreaField):
        return 1
    most = next((check.most for check in field.validators if isinstance(check, AtMost)), 0)
    return min(MOST_LINES, max(FEWEST_LINES, most // LETTERS_A_LINE))


def form(
    title: str,
    about: Sequence[Line],
    asked: Sequence[Question],
    *,
    reference: str,
    token: str,
    care: Sequence[str] = (),
) -> bytes:
    """The whole paper as a PDF; a draft's secret is on its last page only, which its owner keeps."""
    return typeset.typeset("form", form_data(title, about, asked, reference=reference, token=token, care=care))


def form_data(
    title: str,
    about: Sequence[Line],
    asked: Sequence[Question],
    *,
    reference: str,
    token: str,
    care: Sequence[str] = (),
) -> dict[str, Any]:
    """Every word of the paper, in the reader's language."""
    named = words.whole(reference)
    return {
        **sheet(title),
        "about": [asdict(line) for line in about],
        "reference_words": _("Reference: %(reference)s", reference=named),
        "reference_use": _("Say this reference when you ring or write to us about this form."),
        "fill_in": {
            "heading": _("How to fill this in"),
            "lines": [
                _("Write in the boxes. Where there are small squares, put a cross in the ones that you choose."),
                _("Leave empty what you do not want to answer. If we need to know more, we ask you."),
                _("Someone may write for you. The answers are yours."),
            ],
        },
        "send_back": _send_back(),
        "care": [_GAP_IN_NUMBER.sub(words.NO_BREAK, str(said)) for said in care],
        "online": _online(reference),
        "questions": [{**asdict(question), "is_rtl": question.is_rtl, "gaps": question.gaps} for question in asked],
        "keep": _keep(token) if token else None,
    }


def sheet(title: str) -> dict[str, Any]:
    """What every paper needs to know: its title, who sends it, its language, and how to number its pages."""
    spoken = words.language(words.locale())
    return {
        "title": title,
        "organisation": pages.settings().organisation,
        "language": spoken.code,
        "direction": spoken.direction,
        "page_words": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    }


def _send_back() -> dict[str, Any]:
    address, phone = pages.settings().return_address, pages.settings().help_phone
    by_phone = _("You can also ring %(phone)s, and we write down your answers with you.", phone=whole(phone))
    by_post = _("Or post it to this address:")
    return {
        "heading": _("How to send it back"),
        "lines": [
            _("Give it to any member of staff."),
            *([by_phone] if phone else []),
            *([by_post] if address else []),
        ],
        "address": address,
    }


def _online(reference: str) -> dict[str, Any]:
    """The square code and its address in letters: both name the draft, and open nothing by themselves."""
    address = _continue(f"/{reference.replace(' ', '')}")
    return {
        "words": _("To go on online instead, point the camera of a phone at the square, or type this address:"),
        "address": address,
        "code": segno.make(address, error="m").svg_inline(border=4),
        "code_words": _("A square code for a phone's camera. It opens %(address)s", address=whole(address)),
    }


def _keep(token: str) -> dict[str, Any]:
    return {
        "heading": _("Keep this page"),
        "lines": [
            _("Take this page off before you give the form to anyone. It is for you alone."),
            _("With this code you can go on online, for 30 days from the last time you wrote something:"),
        ],
        "code": token,
        "where": _(
            "Whoever has the code can read what you wrote. Keep it where only you see it. Type it at this address:"
        ),
        "address": _continue(),
    }


def _continue(rest: str = "") -> str:
    return pages.absolute(f"{languages.prefix(words.locale())}/continue{rest}")
