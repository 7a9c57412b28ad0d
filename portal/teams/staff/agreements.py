"""For staff: what is agreed before someone joins a team."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules
from portal.teams.forms.agreements import AgreeForm
from portal.teams.queries import interests as reads
from portal.teams.queries.interests import Interest
from portal.teams.rules import Step
from portal.teams.services import agreements
from portal.teams.staff.pages import project_to_join


def agree(id: int) -> Any:
    """Write down what was agreed with someone, and let them join the team."""
    visitor = access.get_visitor()
    found = reads.get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    given = {"version": str(found.version), **access.interrupted()}
    form = AgreeForm(**made_from(request.method == "POST", given))
    if form.validate_on_submit() and _has_joined(form, found):
        access.let_go_of_interrupted()
        return redirect(url_for("teams.staff.interests.one", id=id, done="told"), 303)
    audit.look_at("looked at interest", [(found.person_id, f"interest {id}")], by=visitor.person_id, now=clock.now())
    g.has_errors = bool(form.errors)
    may_join = Step.JOINED in rules.moves_from(found.step)
    return render_template("teams/staff/agreements/agree.html", interest=found, form=form, may_join=may_join)


def _has_joined(form: AgreeForm, found: Interest) -> bool:
    """Whether they are on the team now, or else a sentence stands beside the field that a rule objects to."""
    try:
        agreements.join(
            found.id,
            form.plan(),
            form.start(),
            words=form.note.data,
            by=access.get_visitor().person_id,
            now=clock.now(),
            version=form.shown_version(),
            project_id=project_to_join(form.project.data, found),
        )
    except ChangedMeanwhile:
        form.version.data = str(found.version)
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    except rules.MayNotMove:
        form.refuse("version", _("This cannot follow the step where it stands now"))
    except rules.NoProject:
        form.refuse("project", _("Type which project they join"))
    else:
        return True
    return False
