"""Training to come, booking it, and answering for a booking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, make_response, redirect, render_template, request, url_for

from portal.kit import clock, drafts, journeys, paper, words
from portal.kit.errors import NotFound, Refused
from portal.kit.journeys import Answers, Journey, Row, Step
from portal.kit.pages import address
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import queries as people
from portal.people.forms import (
    NameForm,
    NeedsForm,
    ReachForm,
    are_needs_asked,
    is_for_self,
    is_reach_asked,
    met_form,
    need_rows,
    reach_rows,
    who_rows,
)
from portal.people.rules import May
from portal.people.services import needs
from portal.personal import whose
from portal.personal.queries import known
from portal.signin import access
from portal.training import calendar as calendars
from portal.training import links, services
from portal.training.queries import mine
from portal.training.queries import public as reads

ASKS = ("mode", "course")


def browse() -> Any:
    """Every session to come, the next one first, narrowed as the address says."""
    found = reads.sessions_coming(clock.now())
    mode, course = (request.args.get(name, "") for name in ASKS)
    shown = [
        row for row in found if (not mode or row.mode in {mode, "both"}) and (not course or row.course_slug == course)
    ]
    courses = sorted({(row.course_slug, row.title) for row in found}, key=lambda pair: pair[1])
    return render_template(
        "training/browse.html", sessions=shown, courses=courses, mode=mode, course=course, has_any=bool(found)
    )


def session(slug: str) -> Any:
    """One session: when, where, for whom, what one learns, and how to book it."""
    found, now = reads.get_public(slug), clock.now()
    return render_template(
        "training/session.html", session=found, takes_bookings=found.takes_bookings(now), is_over=found.ends_at <= now
    )


def calendar(slug: str) -> Any:
    """The session for someone's own calendar, without what only those who booked may know."""
    found = reads.get_public(slug)
    entry = calendars.Entry(
        found.id,
        found.sequence,
        found.title,
        found.starts_at,
        found.ends_at,
        found.venue if found.mode != "online" else _("Online"),
        address("training.session", words.locale(), slug=found.slug),
    )
    file = calendars.entry_file(entry, now=clock.now(), is_cancelled=found.state == "cancelled")
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.ics"'}
    return Response(file, mimetype="text/calendar", headers=headers)


def book(slug: str, step: str = "") -> Any:
    """Book a place, or one on the waiting list."""
    found = reads.get_public(slug)
    draft = drafts.held_draft(BOOK.kind, slug)
    if not (draft is not None and draft.is_sent) and not found.takes_bookings(clock.now()):
        return make_response(render_template("training/closed.html", session=found), 410)
    return journeys.visit(BOOK, slug, step, session=found, told_before=whose.told_before(draft, step))


def _address(slug: str, step: str) -> str:
    return url_for("training.book", slug=slug, step=step or None)


def _about(slug: str) -> list[paper.Line]:
    """The session and its time, as its paper form names them."""
    found = reads.get_public(slug)
    return [paper.Line(found.title, is_english=True), paper.Line(words.span(found.starts_at, found.ends_at))]


def _rows(answers: Answers) -> list[Row]:
    reach = reach_rows(answers) if is_reach_asked(answers) else []
    needed = [Row("needs", _("What you need to take part"), need_rows(answers))] if are_needs_asked(answers) else []
    return [*who_rows(answers), *reach, *needed]


def _send(draft: drafts.Draft, answers: Answers) -> dict[str, Any]:
    asked = services.Request(
        qi_session_id=reads.get_public(draft.subject).id,
        **whose.told(draft, answers),
    )
    may_wait = bool(request.form.get("told"))
    booked = services.book(asked, draft_key=draft.token_digest, now=clock.now(), may_wait=may_wait)
    return {
        "reference": booked.reference,
        "status": booked.status,
        "place": booked.place_in_line,
        "channel": asked.channel,
        **whose.came_of(answers),
    }


BOOK = Journey(
    kind="book",
    title=later("Book training"),
    templates="training/book",
    steps=(
        Step("who", NameForm),
        Step("reach", ReachForm, applies=is_reach_asked),
        Step("needs", NeedsForm, applies=are_needs_asked, offered=is_for_self),
    ),
    address=_address,
    rows=_rows,
    send=_send,
    needs_form=whose.offer,
    known=known.of_visitor,
    about=_about,
)


def answer(token: str) -> Any:
    """Answer for a booking by its link, without signing in; looking at the page, as a mail scanner does, changes nothing."""
    if links.read_helper(token) is not None:
        return _answer_by_helper(token)
    booking = mine.get_booking_by_link(token)
    if request.method == "POST":
        done = _answer(booking, request.form.get("do", ""))
        return redirect(url_for("training.answer", token=token, done=done), 303)
    return render_template("training/answer.html", booking=booking, done=request.args.get("done", ""))


def _answer(booking: mine.MyBooking, said: str) -> str:
    by = booking.person_id
    return _tried(said, lambda: services.ANSWERS[said](booking.id, by=by, now=clock.now()))


def _tried(said: str, act: Callable[[], None]) -> str:
    """Do it; what was done, "late" when it cannot be any more, "" for what is no answer."""
    if said not in services.ANSWERS:
        return ""
    try:
        act()
    except Refused:
        return "late"
    return said


def _answer_by_helper(token: str) -> Any:
    """A helper's own link: it answers for the person, and only for as long as they may."""
    booking, trust = mine.get_helped_booking_by_link(token)
    if request.method == "POST":
        done = _answer_for(booking, request.form.get("do", ""), trust.helper_id or 0)
        return redirect(url_for("training.answer", token=token, done=done), 303)
    done = request.args.get("done", "")
    return render_template("training/answer_for.html", booking=booking, trust=trust, token=token, done=done)


def _answer_for(booking: mine.MyBooking, said: str, helper_id: int) -> str:
    return _tried(said, lambda: services.answer_for(booking.id, said, by=helper_id, now=clock.now()))


def answer_for(id: int, booking_id: int) -> Any:
    """Answer for someone whom one helps, from one's own page."""
    visitor = access.get_visitor()
    helped = people.get_helped(id, visitor.person_id, clock.today())
    if May.ANSWER not in helped.may:
        raise NotFound
    booking = mine.get_booking_of_person(booking_id, helped.person_id)
    done = _answer_for(booking, request.form.get("do", ""), visitor.person_id)
    return redirect(url_for("personal.helping.one", id=id, done=done, _anchor="bookings"), 303)


def booking(id: int) -> Any:
    """Answer for one's own booking when signed in: the same page as behind the link of a message."""
    found = mine.get_booking_of_person(id, access.get_visitor().person_id)
    if request.method == "POST":
        done = _answer(found, request.form.get("do", ""))
        return redirect(url_for("training.booking", id=id, done=done), 303)
    return render_template("training/booking.html", booking=found, done=request.args.get("done", ""))


def met(token: str) -> Any:
    """Say whether what one needed was there, by the link of a booking; looking at the page changes nothing."""
    booking = mine.get_booking_by_link(token)
    thing = f"booking {booking.id}"
    flags = people.flags_of([thing]).get(thing, []) if booking.can_say_met else []
    form = met_form(flag for flag in flags if flag.is_open)
    if request.method == "POST":
        if form.validate():
            needs.say_met(thing, form.said(), now=clock.now())
            return redirect(url_for("training.met", token=token, done="yes"), 303)
        g.has_errors = True
    is_done = request.args.get("done") == "yes"
    return render_template("training/met.html", booking=booking, form=form, is_done=is_done)


def cancel(id: int) -> Any:
    """Give up one's own booking: GET asks, POST does."""
    person_id = access.get_visitor().person_id
    booking = mine.get_booking_of_person(id, person_id)
    if request.method == "POST":
        done = _answer(booking, "cancel")
        return redirect(url_for("training.cancel", id=id, done=done), 303)
    return render_template("training/cancel.html", booking=booking)
