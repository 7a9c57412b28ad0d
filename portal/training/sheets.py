"""The list of those who have a place, on paper: boxes to tick by pen, typed in later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.kit import paper, typed, typeset, words
from portal.kit.words import gettext as _
from portal.people.queries import Flag
from portal.training.queries.dates import Date
from portal.training.queries.roll import Name

EMPTY_LINES = 8  # for those who come without a booking

Flags = Mapping[str, Sequence[Flag]]


@dataclass(frozen=True)
class About:
    """The session that a list is for, and which of its dates."""

    title: str
    venue: str
    host_role: str
    date: Date
    place: int  # of the date, among all dates of the session
    days: int


def attendance(
    about: About, names: Sequence[Name], flags: Flags | None, *, is_large: bool = False, now: datetime
) -> bytes:
    """The list as a PDF, in the order of `names`; what people need stands on it only where `flags` are given."""
    return typeset.typeset("attendance", attendance_data(about, names, flags, is_large=is_large, now=now))


def attendance_data(
    about: About, names: Sequence[Name], flags: Flags | None, *, is_large: bool = False, now: datetime
) -> dict[str, Any]:
    """Every word of the list, in the language of whoever prints it."""
    return {
        **paper.sheet(_("Attendance list")),
        "is_large": is_large,
        "course": about.title,
        "facts": _facts(about),
        "notes": _notes(flags, now),
        "columns": {"name": _("Name"), "needs": _("What they need"), "came": _("Came"), "absent": _("Did not come")},
        "has_needs": flags is not None,
        "rows": [row for name in names for row in _rows(name, flags or {})],
        "nobody": "" if names else _("Nobody has a place yet."),
        "walk_ins": {"heading": _("Came without a booking"), "lines": EMPTY_LINES},
    }


def _facts(about: About) -> list[dict[str, Any]]:
    when = words.span(about.date.starts_at, about.date.ends_at)
    day = _("%(number)s of %(days)s", number=words.number(about.place), days=words.number(about.days))
    facts = [
        (_("When"), when, False),
        (_("Day"), day if about.days > 1 else "", False),
        (_("Where"), about.venue, True),
        (_("Who runs it"), about.host_role, True),
    ]
    return [{"name": name, "words": said, "is_english": english} for name, said, english in facts if said]


def _notes(flags: Flags | None, now: datetime) -> list[str]:
    needs = _(
        "What people need is not on this list, so that it can lie on a table. Print the list with needs for yourself."
    )
    care = _("This list says what people need. Keep it with you, and shred it afterwards.")
    printed = _("Printed on %(moment)s.", moment=words.moment(now))
    return [needs if flags is None else care, printed]


def _rows(one: Name, flags: Flags) -> Iterator[dict[str, Any]]:
    needs = [flag.words for flag in flags.get(one.thing, ()) if flag.is_open]
    about = _("Came without a booking") if one.is_walk_in else one.who_words
    yield {**_named(one.name), "about": about, "reference": one.reference, "needs": [_said(need) for need in needs]}
    if one.is_pair:
        comes_with = _("Comes with %(name)s", name=one.name)
        yield {**_named(one.companion), "about": comes_with, "reference": "", "needs": []}


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "is_rtl": typed.is_rtl(name)}


def _said(need: str) -> dict[str, Any]:
    return {"words": need, "is_rtl": typed.is_rtl(need)}
