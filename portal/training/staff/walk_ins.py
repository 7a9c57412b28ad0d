"""Those who come to a session without a booking."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.training import rules, services
from portal.training.forms.walk_ins import WalkInForm
from portal.training.queries import staff as reads
from portal.training.queries.dates import dates_of
from portal.training.staff.pages import form_page, me, scope, tried


def new(id: int) -> Any:
    """Add someone with a name and a way to reach them; they have a place, and came."""
    session = reads.get_session(id, scope())
    form = WalkInForm.for_dates(dates_of(session.id), clock.now())
    if form.validate_on_submit() and tried(form, lambda: _add(form, session.id)):
        return redirect(url_for("training.staff.day.roll", id=id, number=form.number.data, done="walk_in"), 303)
    return form_page(
        "training/staff/walk_ins/new.html",
        form,
        session=session,
        is_open=rules.takes_walk_ins(session.state, session.starts_at, session.last_ends_at, clock.now()),
        problem=request.args.get("problem", ""),
    )


def _add(form: WalkInForm, session_id: int) -> None:
    services.add_walk_in(form.told(session_id), key=form.key.data, by=me(), now=clock.now())


def count(id: int) -> Any:
    """Count one more, or one less, who gave no name."""
    session = reads.get_session(id, scope())
    by, shown = request.form.get("by", ""), request.form.get("shown", "")
    if by not in {"1", "-1"} or not (shown.isascii() and shown.isdigit() and len(shown) < 6):
        raise NotFound
    try:
        services.count_guest(session.id, more=by == "1", shown=int(shown), by=me(), now=clock.now())
    except ChangedMeanwhile:
        return _here(id, problem="changed")
    except Refused:
        return _here(id, problem="late")
    return _here(id, _anchor="without-a-name")


def _here(session_id: int, **more: Any) -> Any:
    return redirect(url_for("training.staff.walk_ins.new", id=session_id, **more), 303)
