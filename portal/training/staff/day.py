"""The day of a session: who came, noted at the door, from paper, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from portal.kit import audit, clock, typed
from portal.kit.errors import NotFound, Refused
from portal.people import queries as people
from portal.training import rules, services, sheets
from portal.training.queries import roll as rolls
from portal.training.queries import staff as reads
from portal.training.queries.dates import Date, dates_of
from portal.training.queries.roll import Name
from portal.training.services import Seen
from portal.training.staff.pages import me, note_looks, scope

ON_SCREEN, ON_PAPER = 50, 100  # names a page
CAME = {
    "both": Seen(came=True, companion_came=True),
    "person": Seen(came=True, companion_came=False),
    "companion": Seen(came=False, companion_came=True),
    "nobody": Seen(came=False, companion_came=False),
}
SAID = "said-"  # then the number of a booking


@dataclass(frozen=True)
class Day:
    """One date of a session, of all its dates, as the address asks for it."""

    session: reads.StaffSession
    dates: list[Date]
    date: Date

    @property
    def may_mark(self) -> bool:
        """Whether it can be noted by now who came."""
        return rules.may_mark(self.session.state, rules.Status.CONFIRMED, self.date.starts_at, clock.now())

    def names(self) -> list[Name]:
        """Everyone who has a place, by name."""
        return rolls.roll(self.session.id, self.date.number)


def _day(session_id: int) -> Day:
    session = reads.get_session(session_id, scope())
    dates = dates_of(session.id)
    now_marked = rules.date_to_mark([(date.number, date.starts_at) for date in dates], clock.now())
    asked = request.args.get("number", "")
    shown = [date for date in dates if str(date.number) == asked] or [
        date for date in dates if date.number == now_marked
    ]
    return Day(session, dates, shown[0])


@dataclass(frozen=True)
class Part:
    """The names of one page, of so many pages."""

    names: Sequence[Name]
    page: int
    pages: int


def _part(names: Sequence[Name], most: int) -> Part:
    asked = request.args.get("page", "")
    pages = max(1, -(-len(names) // most))
    page = min(int(asked), pages) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    page = max(page, 1)
    return Part(names[(page - 1) * most : page * most], page, pages)


def _look(names: Sequence[Name]) -> None:
    note_looks([(name.person_id, name.thing) for name in names])


def roll(id: int) -> Any:
    """Everyone who has a place, those who need something first, with a button for each; the looks are put on record."""
    day = _day(id)
    names = day.names()
    said = typed.tidy(request.args.get("q", ""))[:200]
    found = [name for name in rolls.needs_first(names) if not said or name.is_called(said)]
    part = _part(found, ON_SCREEN)
    _look(part.names)
    return render_template(
        "training/staff/day/roll.html",
        day=day,
        part=part,
        tally=rolls.tally(names),
        flags=people.flags_of(name.thing for name in part.names if name.has_needs),
        q=said,
        takes_walk_ins=_takes_walk_ins(day),
        is_added=request.args.get("done", "") == "walk_in",
        problem=request.args.get("problem", "") == "late",
        kept={"number": day.date.number, **({"q": said} if said else {})},
    )


def _takes_walk_ins(day: Day) -> bool:
    held = day.session
    return rules.takes_walk_ins(held.state, held.starts_at, held.last_ends_at, clock.now())


def came(id: int) -> Any:
    """Note who of one booking came, and go back to its row."""
    session_id = reads.session_of_booking(id, scope())
    seen, number = _seen(request.form.get("came", "")), _number(request.form.get("number", ""))
    try:
        services.mark(id, number, came=seen.came, companion_came=seen.companion_came, by=me(), now=clock.now())
    except Refused:
        return _to_roll(session_id, number, problem="late")
    return _to_roll(session_id, number, _anchor=f"booking-{id}")


def _seen(said: str) -> Seen:
    if said not in CAME:
        raise NotFound
    return CAME[said]


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NotFound
    return int(said)


def _to_roll(session_id: int, number: int, **more: Any) -> Any:
    kept: dict[str, Any] = {name: request.args[name] for name in ("q", "page") if name in request.args}
    return redirect(url_for("training.staff.day.roll", id=session_id, number=number, **kept, **more), 303)


def paper(id: int) -> Any:
    """Type in what was noted on paper: a hundred names a page, in the order of the paper, saved at once."""
    day = _day(id)
    if request.method == "POST":
        return _keep(day)
    part = _part(day.names(), ON_PAPER)
    _look(part.names)
    return render_template(
        "training/staff/day/paper.html",
        day=day,
        part=part,
        saved=request.args.get("saved", ""),
        problem=request.args.get("problem", "") == "late",
    )


def _keep(day: Day) -> Any:
    told = {
        _number(name.removeprefix(SAID)): CAME[said]
        for name, said in request.form.items()
        if name.startswith(SAID) and said in CAME
    }
    here: dict[str, Any] = {"id": day.session.id, "number": day.date.number, "page": request.args.get("page", "1")}
    try:
        news = services.mark_all(day.session.id, day.date.number, told, by=me(), now=clock.now())
    except Refused:
        return redirect(url_for("training.staff.day.paper", **here, problem="late"), 303)
    return redirect(url_for("training.staff.day.paper", **here, saved=news), 303)


def sheet(id: int) -> Response:
    """The roll to print and to fill in by pen; that everyone on it was seen is put on record."""
    day = _day(id)
    has_needs, is_large = request.args.get("order") == "needs", request.args.get("size") == "large"
    names = rolls.needs_first(day.names()) if has_needs else day.names()
    audit.look_at("list printed", [(name.person_id, name.thing) for name in names], by=me(), now=clock.now())
    flags = people.flags_of(name.thing for name in names if name.has_needs) if has_needs else None
    pdf = sheets.attendance(_about(day), names, flags, is_large=is_large, now=clock.now())
    headers = {"Content-Disposition": f'inline; filename="list-{id}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _about(day: Day) -> sheets.About:
    held, place = day.session, day.dates.index(day.date) + 1
    return sheets.About(held.title, held.venue, held.host_role, day.date, place, len(day.dates))
