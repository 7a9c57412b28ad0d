"""For staff: sessions and courses, who booked, and who came."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.forms import for_whom_words, mark_of
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.training import services
from portal.training.forms import CourseForm, SessionForm, said_by_course, said_by_session
from portal.training.queries import courses as course_reads
from portal.training.queries import staff as reads
from portal.trust import queries as trust

LOOKED = "looked at bookings"


def sessions() -> Any:
    """Sessions to come, or past ones."""
    is_past = request.args.get("when") == "past"
    mark = paging.read_mark(request.args.get("page", ""))
    found = reads.sessions(_scope(), clock.now(), mark, is_past=is_past)
    return render_template("training/staff/sessions.html", found=found, is_past=is_past, link=_link)


def _scope() -> Scope:
    return access.get_visitor().scope(May.RUN_TRAINING)


def _me() -> int:
    return access.get_visitor().person_id


def _link(mark: str) -> str:
    kept: dict[str, Any] = {"when": "past"} if request.args.get("when") == "past" else {}
    return url_for("training.staff.sessions", **kept, page=mark)


def session(id: int) -> Any:
    """One session and everyone who booked it; each look at a person is put on record."""
    found = reads.get_session(id, _scope())
    booked = reads.bookings(found.id)
    audit.look_at(LOOKED, [(row.person_id, row.thing) for row in booked], by=_me(), now=clock.now())
    now = clock.now()
    return render_template(
        "training/staff/session.html",
        session=found,
        bookings=booked,
        flags=people.flags_of(row.thing for row in booked) if booked else {},
        filled_in=people.filled_in_of(row.thing for row in booked),
        has_begun=found.starts_at <= now,
        is_over=found.ends_at <= now,
        done=_done_words(),
        problem=request.args.get("problem", "") == "late",
        for_whom=for_whom_words,
    )


def _done_words() -> str:
    said = {
        "added": lambda: _("The session is kept. Nobody but staff sees it until you publish it."),
        "changed": lambda: _("Saved. Everyone who booked is told if the time or the place changed."),
        "published": lambda: _("The session is public. People can book it now."),
        "cancelled": lambda: _("The session is cancelled. Messages to everyone who booked are on their way."),
        "came": lambda: _("Saved."),
        "needs": lambda: _("Saved."),
        "booking_cancelled": lambda: _("The booking is cancelled, and its place goes to the next in line."),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""


def new() -> Any:
    """Plan a session."""
    form = _offered(SessionForm(**_given(access.interrupted())))
    if form.validate_on_submit():
        return _saved(services.add_session(form.details(), by=_me(), now=clock.now()), "added")
    return _form_page("training/staff/edit.html", form)


def edit(id: int) -> Any:
    """Write a session anew."""
    found = reads.get_session(id, _scope())
    form = _offered(SessionForm(**_given({**said_by_session(found), **access.interrupted()})))
    if form.validate_on_submit() and _tried(form, lambda: _change(form, found)):
        return _saved(found.id, "changed")
    return _form_page("training/staff/edit.html", form, session=found)


def _change(form: SessionForm, found: reads.StaffSession) -> None:
    try:
        services.change_session(found.id, form.details(), by=_me(), now=clock.now(), version=form.shown_version())
    except ChangedMeanwhile:
        form.version.data = str(reads.get_session(found.id, _scope()).version)
        raise


def _given(known: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or else from what is known."""
    return {} if request.method == "POST" else {"formdata": None, "data": known}


def _offered(form: SessionForm) -> SessionForm:
    scope = _scope()
    mine = [(id, name) for id, _slug, name in trust.directorates() if scope.covers(id)]
    return form.offer(course_reads.courses(clock.now()), mine, all_may=scope.is_everywhere)


def _tried(form: Any, act: Any) -> bool:
    """Do it; whether it was done, or else a sentence stands beside the field that a rule objects to."""
    try:
        act()
    except ChangedMeanwhile:
        form.refuse("version", _changed_words())
    except Refused as refusal:
        form.refuse(refusal.field or "version", refusal.words)
    else:
        return True
    return False


def _changed_words() -> str:
    return _(
        "Someone else changed this while you were writing. Nothing of yours was saved yet, and nothing is lost."
        " If you save again, your words replace theirs."
    )


def _form_page(template: str, form: Any, **context: Any) -> Any:
    g.has_errors = bool(form.errors)
    return render_template(template, form=form, **{"session": None, "course": None, **context})


def _saved(session_id: int, done: str) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("training.staff.session", id=session_id, done=done), 303)


def publish(id: int) -> Any:
    """Let everyone see and book a session."""
    found = reads.get_session(id, _scope())
    return _pressed(found.id, "published", lambda: services.publish(found.id, by=_me(), now=clock.now()))


def cancel(id: int) -> Any:
    """Cancel a session: GET asks, POST does and tells everyone."""
    found = reads.get_session(id, _scope())
    if request.method != "POST":
        return render_template("training/staff/cancel.html", session=found)
    why = request.form.get("why", "")[:400].strip()
    return _pressed(
        found.id, "cancelled", lambda: services.cancel_session(found.id, why=why, by=_me(), now=clock.now())
    )


def came(id: int) -> Any:
    """Note whether someone was there."""
    session_id = reads.session_of_booking(id, _scope())
    said = request.form.get("came", "") == "yes"
    act = services.mark_came
    return _pressed(session_id, "came", lambda: act(id, came=said, by=_me(), now=clock.now()), row=f"booking-{id}")


def needs(id: int) -> Any:
    """Note that what someone needs is ready, or was there."""
    session_id = reads.session_of_booking(id, _scope())
    what, kind = mark_of(request.form.get("mark", "")), request.form.get("kind", "")
    act = services.mark_need
    return _pressed(session_id, "needs", lambda: act(id, kind, what, by=_me(), now=clock.now()), row=f"booking-{id}")


def cancel_booking(id: int) -> Any:
    """Cancel someone's booking, as when they ring up: GET asks, POST does."""
    session_id = reads.session_of_booking(id, _scope())
    if request.method != "POST":
        booking = next(row for row in reads.bookings(session_id) if row.id == id)
        audit.look_at(LOOKED, [(booking.person_id, f"booking {id}")], by=_me(), now=clock.now())
        found = reads.get_session(session_id, _scope())
        return render_template("training/staff/cancel_booking.html", session=found, booking=booking)
    act = services.cancel
    return _pressed(session_id, "booking_cancelled", lambda: act(id, why=services.BY_STAFF, by=_me(), now=clock.now()))


def _pressed(session_id: int, done: str, act: Any, row: str | None = None) -> Any:
    """Do it, and say how it went: on top of the page, or with that row in sight."""
    try:
        act()
    except Refused:
        return redirect(url_for("training.staff.session", id=session_id, problem="late"), 303)
    return redirect(url_for("training.staff.session", id=session_id, done=done, _anchor=row), 303)


def courses() -> Any:
    """Every course."""
    return render_template(
        "training/staff/courses.html", courses=course_reads.courses(clock.now()), is_done=bool(request.args.get("done"))
    )


def new_course() -> Any:
    """Describe something new that can be learnt."""
    form = CourseForm(**_given(access.interrupted())).offer(course_reads.courses(clock.now()))
    if form.validate_on_submit():
        services.add_course(form.details(), by=_me(), now=clock.now())
        return _course_saved()
    return _form_page("training/staff/course.html", form)


def edit_course(id: int) -> Any:
    """Describe a course anew."""
    course = course_reads.get_course(id)
    form = CourseForm(**_given({**said_by_course(course), **access.interrupted()}))
    form.offer(course_reads.courses(clock.now()), but=course.id)
    if form.validate_on_submit() and _tried(form, lambda: _change_course(form, id)):
        return _course_saved()
    return _form_page("training/staff/course.html", form, course=course_reads.get_course(id))


def _change_course(form: CourseForm, course_id: int) -> None:
    try:
        services.change_course(course_id, form.details(), by=_me(), now=clock.now(), version=form.shown_version())
    except ChangedMeanwhile:
        form.version.data = str(course_reads.get_course(course_id).version)
        raise


def _course_saved() -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("training.staff.courses", done="saved"), 303)
