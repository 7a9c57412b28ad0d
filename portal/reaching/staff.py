"""For staff: reports, and whom we reach, as counts in which nobody can be picked out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Response, render_template, request

from portal.kit import clock
from portal.kit.errors import NotFound
from portal.kit.sheets import as_csv
from portal.kit.words import gettext as _
from portal.reaching import queries
from portal.reaching.forms import QuarterForm
from portal.reaching.queries import Table, quarter_words
from portal.reaching.rules import SMALLEST_SHOWN


def reports() -> Any:
    """Every report that there is."""
    return render_template("reaching/staff/reports.html")


def counts() -> Any:
    """How many people gave each answer in a quarter that is over."""
    quarters = queries.finished_quarters(clock.today())
    quarter = _asked(quarters)
    form = QuarterForm(data={"quarter": quarter.isoformat() if quarter else ""})
    form.quarter.choices = [(one.isoformat(), quarter_words(one)) for one in quarters]
    return render_template(
        "reaching/staff/counts.html",
        form=form,
        quarter=quarter,
        months=quarter_words(quarter) if quarter else "",
        tables=queries.tables_of(quarter) if quarter else [],
        smallest=SMALLEST_SHOWN,
    )


def file() -> Response:
    """The same tables as a file for a spreadsheet, with the same numbers hidden."""
    quarter = _asked(queries.finished_quarters(clock.today()))
    if quarter is None:
        raise NotFound
    lines = _lines(quarter_words(quarter), queries.tables_of(quarter))
    headers = {"Content-Disposition": f'attachment; filename="who-we-reach-{quarter.isoformat()}.csv"'}
    return Response(as_csv(lines), mimetype="text/csv", headers=headers)


def _asked(quarters: list[date]) -> date | None:
    """The quarter that was asked for, or else the newest; one that is not over is not there."""
    said = request.args.get("quarter", "")
    if not said:
        return quarters[0] if quarters else None
    known = {one.isoformat(): one for one in quarters}
    if said not in known:
        raise NotFound
    return known[said]


def _lines(months: str, tables: list[Table]) -> Iterable[list[str | int]]:
    yield [_("Months"), _("Question"), _("Answer"), _("People"), _("Of all who answered")]
    for table in tables:
        total = "" if table.total is None else table.total
        for answered in table.answers:
            people = _("Hidden") if answered.people is None else answered.people
            yield [months, str(table.question), str(answered.answer), people, total]
