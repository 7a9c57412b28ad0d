"""For staff and leads: who took part, noted for several at once."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.taking_part import TookPartForm
from portal.teams.queries import members as member_reads
from portal.teams.queries import openings
from portal.teams.queries import taking_part as reads
from portal.teams.services import taking_part as services


def _project(id: int) -> openings.TeamProject:
    visitor = access.get_visitor()
    return openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)


def browse(id: int) -> Any:
    """Who took part in a team, and noting it."""
    project = _project(id)
    team = member_reads.team(project.id)
    form = TookPartForm().offer([(member.id, member.name) for member in team])
    if form.validate_on_submit() and _noted(form):
        return redirect(url_for("teams.staff.taking_part.browse", id=id, done="noted"), 303)
    g.has_errors = bool(form.errors)
    looks = [(member.person_id, f"membership {member.id}") for member in team]
    audit.look_at("looked at team", looks, by=access.get_visitor().person_id, now=clock.now())
    said = {"noted": _("Saved."), "undone": _("Saved. It does not count any more.")}
    return render_template(
        "teams/staff/taking_part/browse.html",
        project=project,
        form=form,
        team=team,
        found=reads.took_part(project.id),
        involved=reads.involved(project.id, clock.today()),
        done=said.get(request.args.get("done", ""), ""),
    )


def _noted(form: TookPartForm) -> bool:
    ids, by = [int(id) for id in form.members.data], access.get_visitor().person_id
    try:
        services.note(ids, form.day(), how=form.how.data, words=form.words.data, by=by, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return False
    return True


def undo(id: int, taking_part_id: int) -> Any:
    """Take back that someone took part."""
    project = _project(id)
    services.undo(taking_part_id, project.id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.taking_part.browse", id=id, done="undone"), 303)
