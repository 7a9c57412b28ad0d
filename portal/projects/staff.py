"""For staff: the projects that they write."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock, paging
from portal.kit.errors import ChangedMeanwhile
from portal.kit.words import gettext as _
from portal.projects import rules, services
from portal.projects.forms import ProjectForm, StaffFilterForm, said_by
from portal.projects.models import Project
from portal.projects.queries import staff as reads
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.trust import queries as trust


def projects() -> Any:
    """The projects that this member of staff writes."""
    visitor = access.get_visitor()
    form = StaffFilterForm(request.args)
    mark = paging.read_mark(request.args.get("page", ""))
    found = reads.projects(visitor.scope(May.WRITE_PROJECTS), visitor.person_id, form.filters(), mark)
    return render_template("projects/staff/projects.html", form=form, found=found, link=_link)


def _link(mark: str) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
    return url_for("projects.staff.projects", **{**kept, "page": mark})


def new() -> Any:
    """Begin a project; it stays a draft until someone publishes it."""
    visitor = access.get_visitor()
    scope = visitor.scope(May.WRITE_PROJECTS)
    form = _offered(ProjectForm(**_kept()), scope, None)
    if request.method == "POST":
        if form.validate() and _covers(form, scope):
            id = services.add_project(form.details(), by=visitor.person_id, now=clock.now())
            access.let_go_of_interrupted()
            return redirect(url_for("projects.staff.project", id=id, done="added"), 303)
        g.has_errors = True
    return render_template("projects/staff/new.html", form=form)


def project(id: int) -> Any:
    """One project to write anew, publish or close."""
    visitor = access.get_visitor()
    scope = visitor.scope(May.WRITE_PROJECTS)
    found = reads.get_project(id, scope, visitor.person_id)
    said = _kept() or {"data": said_by(found, reads.place_ids_of(id))}
    form = _offered(ProjectForm(**({} if request.method == "POST" else said)), scope, found)
    is_stale = False
    if request.method == "POST":
        if form.validate() and _covers(form, scope, found):
            try:
                services.change_project(
                    id, form.details(), by=visitor.person_id, now=clock.now(), version=form.shown_version()
                )
            except ChangedMeanwhile:
                form.version.data, is_stale = str(found.version), True
            else:
                access.let_go_of_interrupted()
                return redirect(url_for("projects.staff.project", id=id, done="changed"), 303)
        g.has_errors = True
    return render_template(
        "projects/staff/project.html",
        form=form,
        project=found,
        is_stale=is_stale,
        done=request.args.get("done", ""),
        moves=[to for to in rules.State if rules.may_move(found.state, to)],
    )


def move(id: int) -> Any:
    """Publish a project, close it, or open it again."""
    visitor = access.get_visitor()
    found = reads.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)
    to = request.form.get("to", "")
    if to in list(rules.State):
        try:
            services.move_project(id, to, by=visitor.person_id, now=clock.now())
        except services.MayNotMove:
            to = ""
    return redirect(url_for("projects.staff.project", id=found.id, done=to), 303)


def _kept() -> dict[str, Any]:
    kept = {} if request.method == "POST" else access.interrupted()
    return {"data": kept} if kept else {}


def _offered(form: ProjectForm, scope: Scope, project: Project | None) -> ProjectForm:
    own = project.directorate_id if project else None
    return form.offer(
        directorates=[(id, name) for id, _slug, name in trust.directorates() if scope.covers(id) or id == own],
        places=[(id, name) for id, _slug, name in trust.places()],
        themes=reads.themes(),
        leads=reads.possible_leads(),
    )


def _covers(form: ProjectForm, scope: Scope, project: Project | None = None) -> bool:
    """Whether they may write for the part of the Trust that they chose; whoever leads a project may leave it as it is."""
    chosen = form.details().directorate_id
    if scope.covers(chosen) or (project is not None and project.directorate_id == chosen):
        return True
    form.refuse("directorate", _("Choose a part of the Trust that you work for"))
    return False
