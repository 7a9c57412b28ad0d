"""Sessions: planned, changed, published and cancelled; and everyone who booked one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock, paging
from portal.kit.errors import ChangedMeanwhile
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.forms import for_whom_words
from portal.signin import access
from portal.training import services
from portal.training.forms import SessionForm, of_another, said_by_session
from portal.training.queries import booked, dates
from portal.training.queries import courses as course_reads
from portal.training.queries import history as histories
from portal.training.queries import staff as reads
from portal.training.staff.pages import form_page, given, me, note_looks, pressed, scope, tried
from portal.trust import queries as trust


def browse() -> Any:
    """Sessions to come, or past ones."""
    is_past = request.args.get("when") == "past"
    mark = paging.read_mark(request.args.get("page", ""))
    found = reads.sessions(scope(), clock.now(), mark, is_past=is_past)
    is_gone = request.args.get("done") == "gone"
    return render_template(
        "training/staff/sessions/browse.html", found=found, is_past=is_past, is_gone=is_gone, link=_link
    )


def _link(mark: str) -> str:
    kept: dict[str, Any] = {"when": "past"} if request.args.get("when") == "past" else {}
    return url_for("training.staff.sessions.browse", **kept, page=mark)


def one(id: int) -> Any:
    """One session and fifty of those who booked it; each look at a person is put on record."""
    found = reads.get_session(id, scope())
    sought = booked.read_sought(request.args.get("which", ""), request.args.get("q", ""))
    bookings = booked.bookings(found.id, sought, paging.read_mark(request.args.get("page", "")))
    note_looks([(row.person_id, row.thing) for row in bookings.rows])
    things, now = [row.thing for row in bookings.rows], clock.now()
    return render_template(
        "training/staff/sessions/one.html",
        session=found,
        bookings=bookings,
        sought=sought,
        counts=booked.counts(found.id),
        which_words=booked.WHICH,
        flags=people.flags_of(things) if things else {},
        filled_in=people.filled_in_of(things),
        answers=booked.answers_of([row.id for row in bookings.rows]) if things else {},
        kept={name: request.args[name] for name in ("which", "q", "page") if request.args.get(name)},
        has_begun=found.starts_at <= now,
        is_over=found.last_ends_at <= now,
        yes_no={True: _("Yes"), False: _("No"), None: ""},
        done=_done_words(),
        problem=request.args.get("problem", "") == "late",
        for_whom=for_whom_words,
    )


def history(id: int) -> Any:
    """What happened with a session, when, and who did it."""
    found = reads.get_session(id, scope())
    events = histories.history_of(found.id)
    return render_template("training/staff/sessions/history.html", session=found, events=events)


def _done_words() -> str:
    said = {
        "added": lambda: _("The session is kept. Nobody but staff sees it until you publish it."),
        "changed": lambda: _("Saved. Everyone who booked is told if the time or the place changed."),
        "published": lambda: _("The session is public. People can book it now."),
        "cancelled": lambda: _("The session is cancelled. Messages to everyone who booked are on their way."),
        "repeated": lambda: _("They are planned. Nobody but staff sees them until you publish each."),
        "needs": lambda: _("Saved."),
        "booking_cancelled": lambda: _("The booking is cancelled, and its place goes to the next in line."),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""


def new() -> Any:
    """Plan a session: from nothing, or from what another one or a template says."""
    known = access.interrupted() or _of_another(request.args.get("from", ""))
    form = _offered(SessionForm(**given(known)))
    made: list[int] = []
    if form.validate_on_submit() and tried(form, lambda: made.append(_add(form))):
        return _saved(made[0], "added")
    return form_page("training/staff/sessions/edit.html", form)


def _add(form: SessionForm) -> int:
    return services.add_session(form.details(), by=me(), now=clock.now())


def _of_another(said: str) -> dict[str, Any]:
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return {}
    other = reads.get_to_write(int(said), scope())
    return of_another(other, _later(other.id))


def _later(session_id: int) -> list[tuple[datetime, datetime]]:
    return [(date.starts_at, date.ends_at) for date in dates.dates_of(session_id)[1:]]


def edit(id: int) -> Any:
    """Write a session anew."""
    found = reads.get_session(id, scope())
    known = said_by_session(reads.get_to_write(id, scope()), _later(id))
    form = _offered(SessionForm(**given({**known, **access.interrupted()})))
    if form.validate_on_submit() and tried(form, lambda: _change(form, found)):
        return _saved(found.id, "changed")
    return form_page("training/staff/sessions/edit.html", form, session=found)


def _change(form: SessionForm, found: reads.StaffSession) -> None:
    try:
        services.change_session(found.id, form.details(), by=me(), now=clock.now(), version=form.shown_version())
    except ChangedMeanwhile:
        form.version.data = str(reads.get_session(found.id, scope()).version)
        raise


def _offered(form: SessionForm) -> SessionForm:
    runs = scope()
    mine = [(id, name) for id, _slug, name in trust.directorates() if runs.covers(id)]
    return form.offer(course_reads.courses(clock.now()), mine, all_may=runs.is_everywhere)


def _saved(session_id: int, done: str) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("training.staff.sessions.one", id=session_id, done=done), 303)


def publish(id: int) -> Any:
    """Let everyone see and book a session."""
    found = reads.get_session(id, scope())
    return pressed(found.id, "published", lambda: services.publish(found.id, by=me(), now=clock.now()))


def cancel(id: int) -> Any:
    """Cancel a session: GET asks, POST does and tells everyone."""
    found = reads.get_session(id, scope())
    if request.method != "POST":
        return render_template("training/staff/sessions/cancel.html", session=found)
    why, said = (request.form.get(name, "")[:400].strip() for name in ("why", "said"))
    act = services.cancel_session
    return pressed(found.id, "cancelled", lambda: act(found.id, why=why, said=said, by=me(), now=clock.now()))
