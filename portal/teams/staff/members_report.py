"""For staff: how many members stay, by stage of the project, on a page and as a file."""

from __future__ import annotations

from datetime import date

from flask import Response, render_template

from portal.kit import clock, quarters, words
from portal.kit.sheets import Cell, as_csv
from portal.kit.words import gettext as _
from portal.teams.queries import members_report as reads
from portal.teams.rules.members import Count


def show() -> str:
    """How many joined, stayed and left; it changes once a quarter, so that nobody can watch it for one person."""
    until = _until()
    return render_template(
        "teams/staff/members_report/show.html",
        until=until,
        headings=_headings(),
        rows=[(row.stage_words, _cells(row)) for row in reads.staying(until)],
        notes=reads.notes(clock.today()),
    )


def _until() -> date:
    return quarters.quarter_of(clock.today()).first_on


def _headings() -> list[str]:
    return [_("Joined"), _("Stayed a month"), _("Stayed three months"), _("Stayed six months"), _("Left")]


def _cells(row: reads.StageRow) -> list[str]:
    return [_said(count) for count in (row.joined, *row.stayed, row.left)]


def _said(count: Count) -> str:
    if count.number is None:
        return _("Too few to show")
    if count.of is None:
        return words.number(count.number)
    return _("%(number)s of %(of)s", number=words.number(count.number), of=words.number(count.of))


def file() -> Response:
    """The same figures as a file with commas."""
    until = _until()
    lines: list[list[Cell]] = [[_("Stage of the project"), *_headings()]]
    lines += [[row.stage_words, *_cells(row)] for row in reads.staying(until)]
    headers = {"Content-Disposition": f'attachment; filename="members-{until.isoformat()}.csv"'}
    return Response(as_csv(lines), mimetype="text/csv", headers=headers)
