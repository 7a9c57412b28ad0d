"""Helping someone who trusts one: what one may do for them, and ending it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.people import queries as people
from portal.people.rules import May
from portal.personal.forms.trusted import MAY_FOR_HELPER
from portal.personal.services import trusted as services
from portal.signin import access
from portal.training import queries as training

SEES_TRAINING = frozenset({May.BOOK, May.ANSWER})


def one(id: int) -> Any:
    """Someone whom one helps: until when, with what, and the training that they are to come to."""
    visitor = access.get_visitor()
    helped = people.get_helped(id, visitor.person_id, clock.today())
    now = clock.now()
    audit.look_at("helper looked", [(helped.person_id, f"trust {helped.id}")], by=visitor.person_id, now=now)
    booked = training.bookings_of_person(helped.person_id) if helped.may & SEES_TRAINING else []
    return render_template(
        "personal/helping/one.html",
        helped=helped,
        may_words=[words for may, words in MAY_FOR_HELPER.items() if may in helped.may],
        bookings=[
            booking for booking in reversed(booked) if booking.stands and (booking.can_say or not booking.has_begun)
        ],
        done=request.args.get("done", ""),
    )


def end(id: int) -> Any:
    """Stop helping, at once."""
    visitor = access.get_visitor()
    helped = people.get_helped(id, visitor.person_id, clock.today())
    services.end(helped.id, by=visitor.person_id, now=clock.now())
    return redirect(url_for("home.you", done="ended"), 303)
