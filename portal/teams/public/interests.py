"""What someone offered: taking it back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock
from portal.signin import access
from portal.teams import rules, services
from portal.teams.queries import mine


def withdraw(id: int) -> Any:
    """Take one's own offer back: GET asks, POST does."""
    person_id = access.get_visitor().person_id
    interest = mine.get_interest_of_person(id, person_id)
    if request.method == "POST":
        with suppress(rules.MayNotMove):  # it was answered meanwhile: the page says so
            services.withdraw(id, person_id=person_id, now=clock.now())
        return redirect(url_for("teams.interests.withdraw", id=id), 303)
    return render_template("teams/interests/withdraw.html", interest=interest)
