"""Single bookings: all that came of one, what is ready for them, and cancelling for someone who rings up."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import Refused
from portal.people import queries as people
from portal.people.forms import for_whom_words, mark_of
from portal.training import services
from portal.training.queries import booked
from portal.training.queries import staff as reads
from portal.training.queries.dates import dates_of
from portal.training.rules import Why
from portal.training.staff.pages import me, note_looks, pressed, scope

KEPT = ("which", "q", "page", "number", "order")  # of the page on which something was pressed


def one(id: int) -> Any:
    """One booking with its history; the look is put on record."""
    booking = booked.get_booking(id, scope())
    note_looks([(booking.person_id, booking.thing)])
    found = reads.get_session(booking.qi_session_id, scope())
    return render_template(
        "training/staff/bookings/one.html",
        session=found,
        booking=booking,
        dates=dates_of(found.id),
        came_to=booked.came_to(id),
        flags=people.flags_of([booking.thing]).get(booking.thing, []),
        filled=people.filled_in_of([booking.thing]).get(booking.thing),
        answers=booked.answers_of([id]).get(id, []),
        history=booked.history(id),
        for_whom=for_whom_words,
        has_begun=found.starts_at <= clock.now(),
        done=request.args.get("done", ""),
        problem=request.args.get("problem", ""),
    )


def needs(id: int) -> Any:
    """Note that what someone needs is ready, or was there."""
    session_id = reads.session_of_booking(id, scope())
    what, kind = mark_of(request.form.get("mark", "")), request.form.get("kind", "")
    try:
        services.mark_need(id, kind, what, by=me(), now=clock.now())
    except Refused:
        return _back(session_id, id, problem="late")
    return _back(session_id, id, done="needs")


def _back(session_id: int, booking_id: int, **said: Any) -> Any:
    """To the page on which it was pressed, with this row in sight."""
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
    pages = {"booking": ("training.staff.bookings.one", booking_id), "day": ("training.staff.day.roll", session_id)}
    where, number = pages.get(request.args.get("from", ""), ("training.staff.sessions.one", session_id))
    return redirect(url_for(where, id=number, **kept, **said, _anchor=f"booking-{booking_id}"), 303)


def cancel(id: int) -> Any:
    """Cancel someone's booking, as when they ring up: GET asks, POST does."""
    session_id = reads.session_of_booking(id, scope())
    if request.method != "POST":
        booking = booked.get_booking(id, scope())
        note_looks([(booking.person_id, booking.thing)])
        found = reads.get_session(session_id, scope())
        return render_template("training/staff/bookings/cancel.html", session=found, booking=booking)
    act = services.cancel
    return pressed(session_id, "booking_cancelled", lambda: act(id, why=Why.BY_STAFF, by=me(), now=clock.now()))
