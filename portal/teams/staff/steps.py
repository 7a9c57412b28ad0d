"""For staff: how long each step may take, by directorate."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.days import STEPS, DaysForm
from portal.teams.queries import days as reads
from portal.teams.queries.interests import directorates_in
from portal.teams.queries.words import PROMISED
from portal.teams.rules import Step
from portal.teams.services import days as services


def browse() -> Any:
    """What each step may take in each directorate, and setting it."""
    visitor = access.get_visitor()
    scope = visitor.scope(May.SET_RULES)
    names = directorates_in(scope)
    form = DaysForm()
    everywhere = [("", _("Everywhere that sets nothing else"))] if scope.is_everywhere else []
    form.directorate.choices = [*everywhere, *((str(id), name) for id, name in names)]
    if form.validate_on_submit() and (days := form.days()):
        where = int(form.directorate.data) if form.directorate.data else None
        services.set_days(where, Step(form.step.data), days, by=visitor.person_id, now=clock.now())
        return redirect(url_for("teams.staff.steps.browse", done="set"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/steps/browse.html",
        form=form,
        names=names,
        steps=[(step, str(PROMISED[step])) for step in STEPS],
        days=reads.days_everywhere([id for id, _name in names]),
        done=_("Saved. Promises that were made already stay as they are.") if request.args.get("done") else "",
    )
