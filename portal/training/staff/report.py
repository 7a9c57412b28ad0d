"""How training is going in numbers, on a page and as files; and a run chart of how full it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Response, render_template, request

from portal.kit import clock, quarters, words
from portal.kit.quarters import Quarter, Year
from portal.kit.run_chart import Chart, chart
from portal.kit.sheets import XLSX, Cell, Sheet, as_csv, as_xlsx
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.training import figures
from portal.training.figures import Figures
from portal.training.queries import report as reads
from portal.training.queries.words import WHO
from portal.training.rules import Who
from portal.trust import queries as trust

EVER = date(2000, 1, 1)  # before anything that is kept here
MONTHS_CHARTED = 24
Columns = Mapping[str, str]  # what of `Figures` stands in each, and its heading
CAME: Columns = {
    "asked": later("Asked for a place"),
    "had_place": later("Had a place in the end"),
    "came": later("Came"),
    "stayed_away": later("Did not come"),
    "not_noted": later("Not noted"),
    "gave_up": later("Gave it up"),
    "lapsed": later("Did not answer an offer"),
    "never_got": later("Never got a place"),
    "walk_ins": later("Came without booking"),
}
WAITED: Columns = {
    "waited": later("Were on the waiting list"),
    "got_from_line": later("Got a place from it"),
    "middle_days": later("Days from asking to coming: half waited no longer"),
    "longest_days": later("Days from asking to coming: the longest"),
}
ROOM: Columns = {
    "sessions": later("Sessions"),
    "places": later("Places"),
    "given": later("Places given"),
    "given_percent": later("Places given, of 100"),
    "filled": later("People who came, with guests"),
    "filled_percent": later("Places filled by them, of 100"),
    "guests": later("Guests who gave no name"),
}


@dataclass(frozen=True)
class Period:
    """Months that can be asked for."""

    key: str
    words: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Line:
    """One line of a table; names of courses and of parts of the Trust are English."""

    name: str
    figures: Figures
    is_english: bool = False

    def cells(self, columns: Columns) -> list[Cell]:
        """Its numbers, column by column."""
        return [getattr(self.figures, column) for column in columns]


@dataclass(frozen=True)
class Breakdown:
    """Everything of a period, told apart in one way."""

    name: str
    heading: str  # of the first column
    lines: list[Line]
    tables: tuple[tuple[str, Columns], ...]

    @property
    def columns(self) -> Columns:
        """Every column of its tables, as a file has them."""
        return {column: heading for _name, columns in self.tables for column, heading in columns.items()}


def show() -> Any:
    """Who asked, who came, how full it was and how long people waited."""
    periods, period = _periods()
    return render_template(
        "training/staff/report/show.html",
        periods=periods,
        period=period,
        breakdowns=_breakdowns(_scope(), period),
        chart=_chart(_scope()),
    )


def csv() -> Response:
    """The same figures as a file with commas."""
    _all, period = _periods()
    found = _breakdowns(_scope(), period)
    columns = {**CAME, **WAITED, **ROOM}
    lines: list[list[Cell]] = [[_("Months"), _("Table"), _("Name"), *map(str, columns.values())]]
    for one in found:
        for line in one.lines:
            told = dict(zip(one.columns, line.cells(one.columns), strict=True))
            lines.append([period.words, one.name, line.name, *(told.get(column, "") for column in columns)])
    return _file(as_csv(_filled_in(line) for line in lines), "text/csv", period, "csv")


def _filled_in(line: list[Cell]) -> list[Cell]:
    return ["" if value is None else value for value in line]


def xlsx() -> Response:
    """The same figures as a workbook, a tab for each way of telling them apart."""
    _all, period = _periods()
    sheets = [
        Sheet(
            one.name,
            [one.heading, *map(str, one.columns.values())],
            [[line.name, *line.cells(one.columns)] for line in one.lines],
        )
        for one in _breakdowns(_scope(), period)
    ]
    return _file(as_xlsx(f"{_title()}, {period.words}", sheets), XLSX, period, "xlsx")


def _file(content: str | bytes, kind: str, period: Period, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="training-{period.key}.{ending}"'}
    return Response(content, mimetype=kind, headers=headers)


def _title() -> str:
    return _("How training is going")


def _scope() -> Scope:
    return access.get_visitor().scope(May.SEE_REPORTS)


def _periods() -> tuple[list[Period], Period]:
    """Every period that there is, and the one that was asked for, or else the present quarter."""
    today = clock.today()
    known = [
        *(_period(one.first_on.isoformat(), one) for one in quarters.latest(today)),
        *(_period(f"year-{one.first_on.year}", one) for one in quarters.latest_years(today)),
        Period("all", _("All there is"), _begin(EVER), clock.now()),
    ]
    asked = request.args.get("period", "")
    return known, next((one for one in known if one.key == asked), known[0])


def _period(key: str, months: Quarter | Year) -> Period:
    said = _("%(start)s to %(end)s", start=words.month(months.first_on), end=words.month(months.last_on))
    return Period(key, said, _begin(months.first_on), _begin(months.next_on))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.HERE).astimezone(UTC)


def _breakdowns(scope: Scope, period: Period) -> list[Breakdown]:
    when = (scope, period.start, period.end, clock.now())
    held, asked = reads.held(*when), reads.asked(*when)
    if not held:
        return []
    total = Line(_("Total"), figures.figures(held, asked))
    came = (_("Who asked and who came"), CAME)
    waited = (_("How long people waited"), WAITED)
    room = (_("How full it was"), ROOM)
    names = {session.course_id: session.course for session in held}
    courses = figures.by_session(held, asked, lambda session: session.course_id)
    parts = _parts(figures.by_session(held, asked, lambda session: session.directorate_id))
    who = [Line(str(WHO[Who(who)]), found) for who, found in figures.by_who(asked, WHO).items()]
    of_courses = [Line(names[id], found, is_english=True) for id, found in courses.items()]
    return [
        Breakdown(_("By part of the Trust"), _("Part of the Trust"), [*parts, total], (came, waited, room)),
        Breakdown(_("By who takes part"), _("Who"), [*who, total], (came, waited)),
        Breakdown(_("By course"), _("Course"), [*of_courses, total], (came, waited, room)),
    ]


def _parts(found: Mapping[int | None, Figures]) -> list[Line]:
    """Each part of the Trust by its name; what belongs to none comes last."""
    named = [Line(name, found[id], is_english=True) for id, _slug, name in trust.directorates() if id in found]
    return [*named, *([Line(_("The whole Trust"), found[None])] if None in found else [])]


def _chart(scope: Scope) -> Chart | None:
    """How full training was, month by month, over two years."""
    today = clock.today()
    start = today.replace(year=today.year - MONTHS_CHARTED // 12, day=1)
    months = figures.by_month(reads.filled(scope, _begin(start), clock.now(), clock.now()), clock.HERE)
    return chart([(words.month(month), filled) for month, filled in months.items()])
