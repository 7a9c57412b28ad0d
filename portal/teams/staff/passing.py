"""For staff: passing someone's offer on to another place."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, words
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules
from portal.teams.forms.passing import PassForm
from portal.teams.messages import interests as messages
from portal.teams.queries import candidates
from portal.teams.queries import interests as reads
from portal.teams.rules import Promise, Step
from portal.teams.services import passing as services


def pass_on(id: int) -> Any:
    """Choose another place for an offer: what the person will be told is shown before."""
    visitor = access.get_visitor()
    found = reads.get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    if not rules.is_open(found.step):
        raise NotFound
    places = candidates.open_places(
        clock.now(), candidates.known(), visitor.scope(May.ANSWER_INTERESTS), visitor.person_id
    )
    given = {"version": str(found.version), **access.interrupted()}
    form = PassForm(**made_from(request.method == "POST", given)).offer(places, found.opening_id)
    if form.validate_on_submit() and _passed(form, found):
        access.let_go_of_interrupted()
        return redirect(url_for("teams.staff.interests.one", id=id, done="passed"), 303)
    g.has_errors = bool(form.errors)
    audit.look_at("looked at interest", [(found.person_id, f"interest {id}")], by=visitor.person_id, now=clock.now())
    return render_template(
        "teams/staff/passing/pass_on.html",
        interest=found,
        form=form,
        says=messages.says_passed_on(found.reference, _promise(found, clock.today())),
        language=words.language(found.locale).name,
    )


def _promise(found: reads.Interest, today: date) -> Promise | None:
    is_owed = found.is_waiting and found.answer_by >= today
    return Promise(Step(found.promised), found.answer_by) if is_owed else None


def _passed(form: PassForm, found: reads.Interest) -> bool:
    by, version = access.get_visitor().person_id, form.shown_version()
    opening_id, note = int(form.opening.data), form.note.data
    try:
        services.pass_on(found.id, opening_id, by=by, now=clock.now(), version=version, note=note)
    except ChangedMeanwhile:
        visitor = access.get_visitor()
        newest = reads.get_interest(found.id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
        form.version.data = str(newest.version)
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    except rules.MayNotMove:
        form.refuse("opening", _("It was answered or taken back meanwhile"))
    else:
        return True
    return False
