"""Single bookings: who came, what is ready for them, and cancelling for someone who rings up."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.kit import clock
from portal.people.forms import mark_of
from portal.training import services
from portal.training.queries import staff as reads
from portal.training.rules import Why
from portal.training.staff.pages import me, note_looks, pressed, scope


def came(id: int) -> Any:
    """Note whether someone was there."""
    session_id = reads.session_of_booking(id, scope())
    said = request.form.get("came", "") == "yes"
    act = services.mark_came
    return pressed(session_id, "came", lambda: act(id, came=said, by=me(), now=clock.now()), row=f"booking-{id}")


def needs(id: int) -> Any:
    """Note that what someone needs is ready, or was there."""
    session_id = reads.session_of_booking(id, scope())
    what, kind = mark_of(request.form.get("mark", "")), request.form.get("kind", "")
    act = services.mark_need
    return pressed(session_id, "needs", lambda: act(id, kind, what, by=me(), now=clock.now()), row=f"booking-{id}")


def cancel(id: int) -> Any:
    """Cancel someone's booking, as when they ring up: GET asks, POST does."""
    session_id = reads.session_of_booking(id, scope())
    if request.method != "POST":
        booking = next(row for row in reads.bookings(session_id) if row.id == id)
        note_looks([(booking.person_id, booking.thing)])
        found = reads.get_session(session_id, scope())
        return render_template("training/staff/bookings/cancel.html", session=found, booking=booking)
    act = services.cancel
    return pressed(session_id, "booking_cancelled", lambda: act(id, why=Why.BY_STAFF, by=me(), now=clock.now()))
