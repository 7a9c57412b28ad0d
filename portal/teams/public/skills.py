"""The skills survey: what someone brings, and when they can."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile
from portal.kit.words import gettext as _
from portal.signin import access
from portal.teams.forms.skills import SkillsForm, said_by
from portal.teams.queries.candidates import known
from portal.teams.queries.checks import seen_of
from portal.teams.queries.skills import find_survey
from portal.teams.services import skills as services


def edit() -> Any:
    """See and change what one told us; every answer is optional."""
    person_id = access.get_visitor().person_id
    given = {**said_by(find_survey(person_id)), **access.interrupted()}
    form = SkillsForm() if request.method == "POST" else SkillsForm(formdata=None, data=given)
    form.offer(known())
    if request.method == "POST":
        if form.validate() and _told(form, person_id):
            access.let_go_of_interrupted()
            return redirect(url_for("teams.skills.edit", done="told"), 303)
        g.has_errors = True
    return render_template(
        "teams/skills/edit.html",
        form=form,
        seen=seen_of(person_id),
        today=clock.today(),
        is_done=bool(request.args.get("done")),
    )


def _told(form: SkillsForm, person_id: int) -> bool:
    version = form.shown_version()
    try:
        services.tell(person_id, form.answers(), by=person_id, now=clock.now(), version=version)
    except ChangedMeanwhile:
        found = find_survey(person_id)
        form.version.data = str(found.version if found else services.NOT_YET)
        form.refuse(
            "version",
            _("You changed this in another window meanwhile. Nothing is lost: press again to keep what stands here."),
        )
        return False
    return True
