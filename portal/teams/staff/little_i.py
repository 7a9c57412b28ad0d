"""For staff and leads: each time that people were asked, and what they heard back."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.taking_part import LittleIForm, said_by
from portal.teams.queries import openings
from portal.teams.queries import taking_part as reads
from portal.teams.services import little_i as services


def _project(id: int) -> openings.TeamProject:
    visitor = access.get_visitor()
    return openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)


def browse(id: int) -> Any:
    """Each time that people were asked."""
    project = _project(id)
    return render_template(
        "teams/staff/little_i/browse.html",
        project=project,
        found=reads.little_i_of(project.id),
        kinds=reads.KINDS,
        done=_("Saved.") if request.args.get("done") else "",
    )


def new(id: int) -> Any:
    """Note that people were asked."""
    project = _project(id)
    form = LittleIForm(**made_from(request.method == "POST", access.interrupted()))
    if form.validate_on_submit() and _kept(form, project.id, None):
        return _saved(id)
    return _page(project, form)


def edit(id: int, little_i_id: int) -> Any:
    """Write anew what was noted, such as what people heard back."""
    project = _project(id)
    held = reads.get_little_i(little_i_id, project.id)
    if held is None:
        raise NotFound
    form = LittleIForm(**made_from(request.method == "POST", {**said_by(held), **access.interrupted()}))
    if form.validate_on_submit() and _kept(form, project.id, little_i_id):
        return _saved(id)
    return _page(project, form)


def _kept(form: LittleIForm, project_id: int, little_i_id: int | None) -> bool:
    by, version = access.get_visitor().person_id, form.shown_version()
    try:
        services.keep(project_id, form.said(), little_i_id=little_i_id, by=by, now=clock.now(), version=version)
    except ChangedMeanwhile:
        held = reads.get_little_i(little_i_id or 0, project_id)
        form.version.data = str(held.version) if held else ""
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    else:
        return True
    return False


def _saved(id: int) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("teams.staff.little_i.browse", id=id, done="kept"), 303)


def _page(project: openings.TeamProject, form: LittleIForm) -> Any:
    g.has_errors = bool(form.errors)
    return render_template("teams/staff/little_i/edit.html", project=project, form=form)
