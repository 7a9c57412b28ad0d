"""For staff: how well people's needs are met, by directorate and quarter, on a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace
from datetime import date, datetime, time
from typing import Any

from flask import Response, render_template, request

from portal.kit import clock, quarters, words
from portal.kit.quarters import Quarter
from portal.kit.sheets import as_csv
from portal.kit.words import gettext as _
from portal.personal.queries import report as reads
from portal.personal.queries.report import Counts
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.training import queries as training
from portal.trust import queries as trust

Line = tuple[str, Counts]


def report() -> Any:
    """How many needs were flagged, ready in time, and met."""
    quarter = _quarter()
    lines, total = _lines(quarter)
    return render_template(
        "personal/staff/needs/report.html",
        quarter=quarter,
        quarters=[(one.first_on.isoformat(), quarter_words(one)) for one in quarters.latest(clock.today())],
        words=quarter_words(quarter),
        headings=_headings(),
        lines=[(name, astuple(counts)) for name, counts in lines],
        total=astuple(total),
    )


def file() -> Response:
    """The same figures as a file for a spreadsheet."""
    quarter = _quarter()
    lines, total = _lines(quarter)
    table = [(name, *astuple(counts)) for name, counts in [*lines, (_("Total"), total)]]
    headers = {"Content-Disposition": f'attachment; filename="needs-{quarter.first_on.isoformat()}.csv"'}
    return Response(as_csv([(quarter_words(quarter), *_headings()), *table]), mimetype="text/csv", headers=headers)


def _quarter() -> Quarter:
    asked = request.args.get("quarter", "")
    known = {one.first_on.isoformat(): one for one in quarters.latest(clock.today())}
    return known.get(asked, quarters.quarter_of(clock.today()))


def _lines(quarter: Quarter) -> tuple[list[Line], Counts]:
    """The figures of each part of the Trust by its name, and of all of them."""
    scope, start, end = access.get_visitor().scope(May.SEE_REPORTS), _begin(quarter.first_on), _begin(quarter.next_on)
    found = reads.counts_by_directorate(scope, start, end)
    late = training.needs_ready_late(scope, start, end)
    in_time = {id: replace(counts, ready=counts.ready - late.get(id, 0)) for id, counts in found.items()}
    return _named(in_time), sum(in_time.values(), Counts())


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.HERE)


def _named(found: Mapping[int | None, Counts]) -> list[Line]:
    names = [(id, name) for id, _slug, name in trust.directorates() if id in found]
    whole: list[Line] = [(_("The whole Trust"), found[None])] if None in found else []
    return [*((name, found[id]) for id, name in names), *whole]


def quarter_words(quarter: Quarter) -> str:
    """A quarter as people say it: "April 2026 to June 2026"."""
    return _("%(start)s to %(end)s", start=words.month(quarter.first_on), end=words.month(quarter.last_on))


def _headings() -> list[str]:
    return [
        _("Needs flagged"),
        _("Ready in time"),
        _("Met, as people said"),
        _("Not met, as people said"),
        _("Not said by people"),
        _("Met, as staff said"),
        _("Not met, as staff said"),
        _("Not said by staff"),
    ]
