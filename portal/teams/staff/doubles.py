"""For staff: whether two records are of one person."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from portal.kit import clock
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.queries.interests import get_interest
from portal.teams.services import doubles as services


def decide(id: int, double_id: int) -> Any:
    """Say that two records are of one person, that they are not, or that it is open again."""
    visitor = access.get_visitor()
    found = get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    state = request.form.get("state", "")
    services.decide(double_id, state, person_id=found.person_id, by=visitor.person_id, now=clock.now())
    return redirect(url_for("teams.staff.interests.one", id=id, done="compared", _anchor="doubles"), 303)
