"""What people said of a session, for those who run it: numbers, and words without a name."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import NotFound, Refused
from portal.training.queries import feedback as reads
from portal.training.queries import staff as sessions
from portal.training.services import feedback as services
from portal.training.staff.pages import me, scope


def show(id: int) -> Any:
    """The answers to the three questions, and what people wrote."""
    found = sessions.get_session(id, scope())
    return render_template(
        "training/staff/feedback/show.html",
        session=found,
        feedback=reads.feedback_of(found.id),
        scale=reads.SCALE,
        problem=request.args.get("problem") == "late",
    )


def words(id: int, feedback_id: int) -> Any:
    """Show someone's words on the course's page, or take them off it."""
    found = sessions.get_session(id, scope())
    try:
        _do(request.form.get("do", ""), feedback_id, found.id)
    except Refused:
        return redirect(url_for("training.staff.feedback.show", id=found.id, problem="late"), 303)
    return redirect(url_for("training.staff.feedback.show", id=found.id, _anchor=f"words-{feedback_id}"), 303)


def _do(what: str, feedback_id: int, session_id: int) -> None:
    if what == "show":
        read = request.form.get("read", "")
        services.show_words(feedback_id, session_id, read=read, by=me(), now=clock.now())
    elif what == "hide":
        services.hide_words(feedback_id, session_id, by=me(), now=clock.now())
    else:
        raise NotFound
