"""Answering for a booking: one's own or that of someone whom one helps, by a link or signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import NotFound, Refused
from portal.people import queries as people
from portal.people.forms import met_form
from portal.people.rules import May
from portal.people.services import needs
from portal.signin import access
from portal.training import links, services
from portal.training.queries import mine
from portal.training.queries.happened import is_asked_again, what_happened
from portal.training.queries.line import chance_words


def answer(token: str) -> Any:
    """Answer for a booking by its link, without signing in; looking at the page, as a mail scanner does, changes nothing."""
    if links.read_helper(token) is not None:
        return _answer_by_helper(token)
    booking = mine.get_booking_by_link(token)
    if request.method == "POST":
        done = _answer(booking, request.form.get("do", ""))
        return redirect(url_for("training.answers.answer", token=token, done=done), 303)
    return _shown("training/answers/answer.html", booking, url_for("training.after.linked", token=token))


def _shown(template: str, booking: mine.MyBooking, after: str) -> str:
    """Where a booking stands, what can be answered now, and what happened with it; `after` is where to say how it was."""
    happened = what_happened(booking.id)
    is_waiting = booking.place_in_line and not booking.has_begun
    return render_template(
        template,
        booking=booking,
        after=after,
        happened=happened,
        chance=chance_words(booking.course_id, booking.place_in_line, clock.now()) if is_waiting else "",
        asked_again=is_asked_again(booking.said, happened),
        done=request.args.get("done", ""),
    )


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
        return redirect(url_for("training.answers.answer", token=token, done=done), 303)
    done = request.args.get("done", "")
    return render_template("training/answers/answer_for.html", booking=booking, trust=trust, token=token, done=done)


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
        return redirect(url_for("training.answers.booking", id=id, done=done), 303)
    return _shown("training/answers/booking.html", found, url_for("training.after.mine", id=id))


def met(token: str) -> Any:
    """Say whether what one needed was there, by the link of a booking; looking at the page changes nothing."""
    booking = mine.get_booking_by_link(token)
    thing = f"booking {booking.id}"
    flags = people.flags_of([thing]).get(thing, []) if booking.can_say_met else []
    form = met_form(flag for flag in flags if flag.is_open)
    if request.method == "POST":
        if form.validate():
            needs.say_met(thing, form.said(), now=clock.now())
            return redirect(url_for("training.answers.met", token=token, done="yes"), 303)
        g.has_errors = True
    is_done = request.args.get("done") == "yes"
    return render_template("training/answers/met.html", booking=booking, form=form, is_done=is_done)


def cancel(id: int) -> Any:
    """Give up one's own booking: GET asks, POST does."""
    person_id = access.get_visitor().person_id
    booking = mine.get_booking_of_person(id, person_id)
    if request.method == "POST":
        done = _answer(booking, "cancel")
        return redirect(url_for("training.answers.cancel", id=id, done=done), 303)
    return render_template("training/answers/cancel.html", booking=booking)
