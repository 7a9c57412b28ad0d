"""For staff and leads: what people can know about a team before they join it."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words, made_from
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.team_profiles import TeamProfileForm, said_in
from portal.teams.queries import openings
from portal.teams.queries import team_profiles as reads
from portal.teams.services import team_profiles as services


def edit(id: int) -> Any:
    """Write what a team says of itself, and choose who can read it."""
    visitor = access.get_visitor()
    project = openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)
    profile = reads.get_of(project.id)
    form = TeamProfileForm(**made_from(request.method == "POST", {**said_in(profile), **access.interrupted()}))
    if form.validate_on_submit() and _written(form, project.id):
        access.let_go_of_interrupted()
        return redirect(url_for("teams.staff.team_profiles.edit", id=id, done="yes"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/team_profiles/edit.html",
        project=project,
        profile=profile,
        form=form,
        is_done=bool(request.args.get("done")),
    )


def _written(form: TeamProfileForm, project_id: int) -> bool:
    by, is_public = access.get_visitor().person_id, form.is_public.data == "yes"
    try:
        services.write(
            project_id, form.words(), is_public=is_public, by=by, now=clock.now(), version=form.shown_version()
        )
    except ChangedMeanwhile:
        form.version.data = str(reads.get_of(project_id).version)  # the next press counts
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    else:
        return True
    return False
