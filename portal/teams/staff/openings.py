"""For staff: the places that are open on a project's team."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.doors import LARGEST_ID
from portal.kit.errors import ChangedMeanwhile
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import services
from portal.teams.forms.opening_templates import NAMES, begun_from
from portal.teams.forms.openings import OpeningForm, said_by
from portal.teams.queries import openings as reads
from portal.teams.queries.advice import advice_on
from portal.teams.queries.candidates import known
from portal.trust import queries as trust


def browse(id: int) -> Any:
    """Every place on a project's team, open and closed."""
    project = _project(id)
    return render_template(
        "teams/staff/openings/browse.html",
        project=project,
        openings=reads.openings_for_staff(project.id, clock.now()),
        done=_opening_words(project),
    )


def _project(id: int) -> reads.TeamProject:
    visitor = access.get_visitor()
    return reads.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)


def _opening_words(project: reads.TeamProject) -> str:
    said = {
        "added": _("The place is open. People can offer to join now.")
        if project.state == "published"
        else _("The place is saved. People can offer to join once the project is public."),
        "changed": _("What you wrote is saved, and the place is confirmed as open."),
        "confirmed": _("Thank you. The place takes interest for another 14 days."),
        "closed": _("The place is closed. Nobody new can offer to take it."),
    }
    return said.get(request.args.get("done", ""), "")


def new(id: int) -> Any:
    """Open a place on a project's team, from nothing, from a template, or from another place of the team."""
    project = _project(id)
    begun = {**_begun(project), **access.interrupted()}
    form = _form(made_from(request.method == "POST", begun))
    if form.validate_on_submit():
        services.add_opening(project.id, form.details(), by=access.get_visitor().person_id, now=clock.now())
        return _saved(project, "added")
    return _opening_page(project, form)


def _begun(project: reads.TeamProject) -> dict[str, Any]:
    said = request.args.get("from", "")
    if said.isascii() and said.isdigit():
        return {**said_by(reads.get_opening(min(int(said), LARGEST_ID), project.id)), "version": ""}
    return begun_from(said)


def _form(given: dict[str, Any]) -> OpeningForm:
    return OpeningForm(**given).offer(known(), trust.places())


def edit(project_id: int, id: int) -> Any:
    """Write a place anew."""
    project = _project(project_id)
    opening = reads.get_opening(id, project.id)
    form = _form(made_from(request.method == "POST", {**said_by(opening), **access.interrupted()}))
    if form.validate_on_submit():
        by, version = access.get_visitor().person_id, form.shown_version()
        try:
            services.change_opening(id, form.details(), by=by, now=clock.now(), version=version)
        except ChangedMeanwhile:
            form.version.data = str(reads.get_opening(id, project.id).version)
            form.refuse("version", changed_words())
            return _opening_page(project, form, opening=opening)
        return _saved(project, "changed")
    return _opening_page(project, form, opening=opening)


def _saved(project: reads.TeamProject, done: str) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("teams.staff.openings.browse", id=project.id, done=done), 303)


def _opening_page(project: reads.TeamProject, form: OpeningForm, opening: Any = None) -> Any:
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/openings/edit.html",
        project=project,
        form=form,
        opening=opening,
        advice=advice_on(opening) if opening else [],
        templates=NAMES,
    )


def confirm(project_id: int, id: int) -> Any:
    """Say that a place is still open."""
    project = _project(project_id)
    opening = reads.get_opening(id, project.id)
    services.confirm_opening(opening.id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.openings.browse", id=project.id, done="confirmed"), 303)


def close(project_id: int, id: int) -> Any:
    """Close a place."""
    project = _project(project_id)
    opening = reads.get_opening(id, project.id)
    services.close_opening(opening.id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.openings.browse", id=project.id, done="closed"), 303)
