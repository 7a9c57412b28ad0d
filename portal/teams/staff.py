"""For staff: who offered to join, answering them, and the places that are open."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock, paging
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import messages, queries, rules, services
from portal.teams.forms import AssignForm, FilterForm, MoveForm, OpeningForm, said_by
from portal.teams.queries import interests as reads
from portal.teams.queries import openings as opening_reads
from portal.teams.rules import Step

LIST, ONE = "looked at interests", "looked at interest"


def interests() -> Any:
    """Who offered to join, longest waiting first."""
    visitor, now = access.get_visitor(), clock.now()
    scope = visitor.scope(May.ANSWER_INTERESTS)
    form = FilterForm(request.args)
    form.directorate.choices = [("", _("All")), *((str(id), name) for id, name in reads.directorates_in(scope))]
    mark = paging.read_mark(request.args.get("page", ""))
    page_of = reads.interests(scope, visitor.person_id, form.filters(), mark, clock.today())
    seen = [(row.person_id, f"interest {row.id}") for row in page_of.rows]
    services.look_at(seen, kind=LIST, by=visitor.person_id, now=now)
    return render_template("teams/staff/interests.html", form=form, found=page_of, today=clock.today(), link=_link)


def _link(mark: str) -> str:
    kept = {name: value for name, value in request.args.items() if name != "page"}
    return url_for("teams.staff.interests", **kept, page=mark)


def interest(id: int) -> Any:
    """Everything that someone said, what happened since, and what happens next."""
    visitor = access.get_visitor()
    found = reads.get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    colleagues = reads.colleagues(found.directorate_id, found.project_id)
    kept = access.interrupted() if request.method == "GET" else {}
    move_form = MoveForm(**_given("to" in request.form or "note" in request.form, kept)).offer(found.step)
    assign_form = AssignForm(**_given("owner" in request.form, kept)).offer(colleagues)
    if request.method == "POST":
        done = _assign(assign_form, found) if "owner" in request.form else _move(move_form, found)
        if done:
            return redirect(url_for("teams.staff.interest", id=id, done=done), 303)
        g.has_errors = True
    return _interest_page(found, move_form, assign_form)
