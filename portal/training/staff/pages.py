"""What the pages of staff about training have in common."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope


def scope() -> Scope:
    """What this member of staff runs."""
    return access.get_visitor().scope(May.RUN_TRAINING)


def me() -> int:
    """This member of staff."""
    return access.get_visitor().person_id


def note_looks(looks: list[tuple[int, str]]) -> None:
    """Put on record that this member of staff saw people's bookings: pairs of a person and a booking."""
    audit.look_at("looked at bookings", looks, by=me(), now=clock.now())


def given(known: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or else from what is known."""
    return {} if request.method == "POST" else {"formdata": None, "data": known}


def tried(form: Any, act: Any) -> bool:
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


def form_page(template: str, form: Any, **context: Any) -> Any:
    """Show a form, with what was wrong in it."""
    g.has_errors = bool(form.errors)
    return render_template(template, form=form, **{"session": None, "course": None, **context})


def pressed(session_id: int, done: str, act: Any, row: str | None = None) -> Any:
    """Do it, and say how it went: on top of the page, or with that row in sight."""
    try:
        act()
    except Refused:
        return redirect(url_for("training.staff.sessions.one", id=session_id, problem="late"), 303)
    return redirect(url_for("training.staff.sessions.one", id=session_id, done=done, _anchor=row), 303)
