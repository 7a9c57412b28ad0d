"""For staff: who keeps whose promises while someone is away."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.teams.forms.days import AwayForm
from portal.teams.queries import standing_in as reads
from portal.teams.queries.interests import who_can_stand_in
from portal.teams.services import owners as services


def browse() -> Any:
    """When one is away and for whom one stands in; naming someone."""
    person_id, today = access.get_visitor().person_id, clock.today()
    form = AwayForm().offer(who_can_stand_in(person_id))
    if form.validate_on_submit() and _named(form, person_id):
        return redirect(url_for("teams.staff.away.browse", done="named"), 303)
    g.has_errors = bool(form.errors)
    said = {
        "named": _("Saved. Your promises are theirs to keep on these days."),
        "ended": _("Saved. Your promises are yours again."),
    }
    return render_template(
        "teams/staff/away/browse.html",
        form=form,
        away=reads.standing_in(person_id, today),
        person_id=person_id,
        done=said.get(request.args.get("done", ""), ""),
    )


def _named(form: AwayForm, person_id: int) -> bool:
    from_on, until_on = form.days()
    away = services.Away(int(form.stand_in.data), from_on, until_on)
    try:
        services.be_away(person_id, away, now=clock.now(), today=clock.today())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return False
    return True


def end(id: int) -> Any:
    """Keep one's own promises again."""
    services.end_away(id, person_id=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.away.browse", done="ended"), 303)
