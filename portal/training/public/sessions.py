"""Training to come, and one session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, render_template, request

from portal.kit import clock
from portal.training import calendar as calendars
from portal.training import events
from portal.training.queries import feeds, times
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
        "training/sessions/browse.html", sessions=shown, courses=courses, mode=mode, course=course, has_any=bool(found)
    )


def one(slug: str) -> Any:
    """One session: when, where, for whom, what one learns, and how to book it."""
    found, now = reads.get_public(slug), clock.now()
    return render_template(
        "training/sessions/one.html",
        session=found,
        takes_bookings=found.takes_bookings(now),
        when_words=times.span_words,
        is_over=found.is_over(now),
        event=events.document(found),
    )


def calendar(slug: str) -> Any:
    """The session for someone's own calendar, without what only those who booked may know."""
    found = feeds.get_session(slug)
    file = calendars.entry_file(replace(events.entry(found), is_public=False), now=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.ics"'}
    return Response(file, mimetype="text/calendar", headers=headers)
