"""For staff: what a place asks for before someone starts, and what of it was seen."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.checks import CheckForm
from portal.teams.queries import checks as reads
from portal.teams.queries import interests
from portal.teams.services import checks as services


def browse(id: int) -> Any:
    """What was seen of someone who offered to join; noting something more."""
    found, kinds = _interest(id), reads.asked_of(id)
    form = CheckForm().offer(kinds)
    if form.validate_on_submit() and _noted(id, form):
        return redirect(url_for("teams.staff.checks.browse", id=id, done="noted"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/checks/browse.html",
        interest=found,
        form=form,
        kinds=kinds,
        seen=reads.seen_of(found.person_id),
        today=clock.today(),
        done=_done_words().get(request.args.get("done", ""), ""),
    )


def _interest(id: int) -> interests.Interest:
    """The offer, if this member of staff may see it; the look is put on record."""
    visitor = access.get_visitor()
    found = interests.get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    audit.look_at("looked at interest", [(found.person_id, f"interest {id}")], by=visitor.person_id, now=clock.now())
    return found


def _noted(id: int, form: CheckForm) -> bool:
    seen_on = form.seen_on.value()
    if seen_on is None:
        return False
    try:
        services.note(id, form.check(seen_on), by=access.get_visitor().person_id, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return False
    return True


def take_back(id: int) -> Any:
    """Take a note back."""
    _interest(id)
    services.take_back(id, request.form.get("kind", ""), by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.checks.browse", id=id, done="taken_back"), 303)


def _done_words() -> dict[str, str]:
    return {"noted": _("Saved. It counts when we look for a team."), "taken_back": _("Saved. It counts no longer.")}
