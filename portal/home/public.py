"""The front page, and a person's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import render_template, request

from portal.help import queries as help
from portal.home import queries, rules
from portal.home.rules import Kind, Next
from portal.kit import clock
from portal.people import queries as people
from portal.people.queries.ways import safety_of
from portal.projects import queries as projects
from portal.signin import access
from portal.stories import queries as stories
from portal.teams import queries as teams
from portal.training import queries as training

LOOKING_SHOWN = 4


def home() -> Any:
    """What someone can do here, and what is new."""
    newest_stories, next_sessions = queries.front(clock.now())
    return render_template(
        "home/home.html",
        projects=projects.looking_for_help(LOOKING_SHOWN),
        stories=newest_stories,
        sessions=next_sessions,
    )


def you() -> Any:
    """What comes next for someone, everything that they asked for, and what we know about them."""
    visitor, now = access.get_visitor(), clock.now()
    interests = teams.interests_of_person(visitor.person_id)
    bookings = training.bookings_of_person(visitor.person_id)
    return render_template(
        "home/you.html",
        name=visitor.name,
        coming=rules.in_order(_coming(interests, bookings), now),
        interests=interests,
        teams=teams.memberships_of_person(visitor.person_id),
        bookings=bookings,
        stories=stories.stories_of_person(visitor.person_id),
        begun=help.begun_by(visitor.person_id),
        to_confirm=people.to_confirm(visitor.person_id),
        helping=people.helped_by(visitor.person_id, clock.today()),
        may_be_asked=not people.is_asked_equality(visitor.person_id),
        today=clock.today(),
        paused_until=safety_of(visitor.person_id).paused_until(now),
        done=request.args.get("done", ""),
    )


def _coming(interests: list[teams.MyInterest], bookings: list[training.MyBooking]) -> Iterator[Next]:
    for interest in interests:
        if interest.is_waiting:
            yield Next(interest.answer_by, None, Kind.WE_ANSWER, interest)
    for booking in bookings:
        if booking.can_answer and booking.offer_ends_at is not None:
            yield Next(clock.local(booking.offer_ends_at).date(), booking.offer_ends_at, Kind.ANSWER_US, booking)
        if booking.has_place:
            begins = booking.next_day.starts_at
            yield Next(clock.local(begins).date(), begins, Kind.SESSION, booking)
