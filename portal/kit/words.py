"""Words in the reader's language: the same in a request, in the worker and in a test."""

from __future__ import annotations

import gettext as standard
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from portal.kit import clock

TRANSLATIONS = Path(__file__).resolve().parent.parent.parent / "translations"
SOURCE = "en"
NO_BREAK = "\xa0"
_locale: ContextVar[str] = ContextVar("locale", default=SOURCE)


@dataclass(frozen=True)
class Language:
    """A language that the portal speaks: its code, its own name, and the way that it is read."""

    code: str
    name: str
    direction: str


@lru_cache
def language(code: str) -> Language:
    """The language with this code, with its name in itself."""
    known = Locale.parse(code)
    name = (known.get_display_name(code) or code).split(" (")[0]
    return Language(code, name[:1].upper() + name[1:], known.text_direction)


def language_name(code: str) -> str:
    """A language as the reader's own calls it: "Urdu"."""
    return Locale.parse(code).get_display_name(locale()) or code


def locale() -> str:
    """The code of the language in use now."""
    return _locale.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use another language for a while: for a message to someone who reads it."""
    token = _locale.set(code)
    try:
        yield
    finally:
        _locale.reset(token)


def speak(code: str) -> None:
    """Use this language from here on, as a request does at its start."""
    _locale.set(code)


@lru_cache
def _catalogue(code: str) -> standard.NullTranslations:
    path = TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    if code == SOURCE or not path.exists():
        return standard.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    drop_unsure(catalogue)
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    return standard.GNUTranslations(binary)


def drop_unsure(catalogue: Catalog) -> None:
    """Leave out plurals with a form missing: half of one would tell a falsehood ("0 place left")."""
    for message in list(catalogue):
        if message.id and isinstance(message.string, (tuple, list)) and not all(message.string):
            catalogue.delete(message.id, context=message.context)


def gettext(message: str, **values: Any) -> str:
    """`message` in the language in use, with its values filled in."""
    found = _catalogue(locale()).gettext(message) if message else ""
    return found % values if values else found


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The form of a message that fits `num`, which it may name as %(num)s."""
    return _catalogue(locale()).ngettext(singular, plural, num) % {"num": number(num), **values}


def untouched(message: str) -> str:
    """`message` in the language in use, for templates, which fill in values themselves."""
    return _catalogue(locale()).gettext(message) if message else ""


def untouched_plural(singular: str, plural: str, num: int) -> str:
    """The fitting form of a message, for templates."""
    return _catalogue(locale()).ngettext(singular, plural, num)


_ = gettext


class Later(str):
    """A message written down now and translated when it is shown: for lists made at import."""

    __slots__ = ()

    def __str__(self) -> str:
        return gettext(str.__str__(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> str:
        from markupsafe import escape

        return str(escape(str(self)))


def later(message: str) -> Later:
    """Mark a message for translation when it is shown."""
    return Later(message)


def number(value: float) -> str:
    """A number as the reader's language writes it."""
    return numbers.format_decimal(value, locale=locale())


def pounds(pence: Decimal) -> str:
    """An amount of money as the reader's language writes it: "£4.32"."""
    return numbers.format_currency(pence / 100, "GBP", locale="en_GB" if locale() == SOURCE else locale())


def role(said: str) -> str:
    """A role in the reader's language, where there are words for it; a service named after a comma stays as it is."""
    name, comma, service = said.partition(",")
    return untouched(name.strip()) + comma + service


def whole(value: str) -> str:
    """A number or a reference that reads from left to right in the words of any language (Unicode UAX 9, isolates)."""
    return f"\u2066{value}\u2069" if language(locale()).direction == "rtl" else value


def sentence(said: str) -> str:
    """Words with the stop that ends a sentence in the reader's language."""
    return gettext("%(words)s.", words=said)


def listed(items: list[str]) -> str:
    """ "a, b and c", as the reader's language says it."""
    from babel.lists import format_list

    return format_list([str(item) for item in items], locale=locale())


def day(value: date | datetime) -> str:
    """A day as people say it: "Tuesday 3 March 2026"."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    if locale() == SOURCE:
        return f"{value:%A} {value.day} {value:%B} {value.year}"
    return dates.format_date(value, "full", locale=locale())


def short_day(value: date | datetime) -> str:
    """A day in few letters, for tables: "3 Mar 2026"."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return (
        f"{value.day} {value:%b} {value.year}"
        if locale() == SOURCE
        else dates.format_date(value, "medium", locale=locale())
    )


def month(value: date) -> str:
    """A month as people say it: "April 2022"."""
    return f"{value:%B} {value.year}" if locale() == SOURCE else dates.format_skeleton("yMMMM", value, locale=locale())


def hour(value: datetime) -> str:
    """An hour as people say it: "2pm", "2.30pm", "midday"."""
    at = clock.local(value)
    if locale() != SOURCE:
        said = dates.format_time(at, "short", tzinfo=clock.HERE, locale=locale())
        return said.replace(" ", NO_BREAK).replace("\u202f", NO_BREAK)
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return "midnight" if at.hour == 0 else "midday"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """A day and an hour: "Tuesday 3 March 2026, 2pm"."""
    return gettext("%(day)s, %(hour)s", day=day(value), hour=hour(value))


def span(start: datetime, end: datetime) -> str:
    """From when until when: "Tuesday 3 March 2026, 2pm to 4pm"."""
    if clock.local(start).date() == clock.local(end).date():
        return gettext("%(day)s, %(start)s to %(end)s", day=day(start), start=hour(start), end=hour(end))
    return gettext("%(start)s to %(end)s", start=moment(start), end=moment(end))


def waited(since: datetime, now: datetime) -> str:
    """How long something has waited: "today", "1 day", "9 days"."""
    days = (clock.local(now).date() - clock.local(since).date()).days
    return gettext("today") if days <= 0 else ngettext("%(num)s day", "%(num)s days", days)


_FOREIGN_DIGITS = re.compile(r"\d")


def plain_digits(value: str) -> str:
    """Digits of any script as 0 to 9, so that a code typed in Urdu or Bengali is understood."""
    import unicodedata

    return _FOREIGN_DIGITS.sub(lambda found: str(unicodedata.digit(found.group())), value)
