"""For staff: who offered to join, and answering them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging, words
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.forms import for_whom_words, mark_of
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules, services
from portal.teams.forms.interests import NEXT, AssignForm, FilterForm, MoveForm
from portal.teams.messages import interests as messages
from portal.teams.queries import interests as reads
from portal.teams.queries.days import days_here, promised_after
from portal.teams.queries.doubles import doubles_of
from portal.teams.queries.profiles import is_shown
from portal.teams.queries.standing_in import keeper_of
from portal.teams.rules import Step
from portal.teams.rules.promises import Days, may_ask_back

LIST, ONE = "looked at interests", "looked at interest"


def browse() -> Any:
    """Who offered to join, the oldest first; above them, those whose answer is overdue."""
    visitor = access.get_visitor()
    scope = visitor.scope(May.ANSWER_INTERESTS)
    form = FilterForm(request.args)
    form.directorate.choices = [("", _("All")), *((str(id), name) for id, name in reads.directorates_in(scope))]
    mark = paging.read_mark(request.args.get("page", ""))
    filters, today = form.filters(), clock.today()
    found = reads.interests(scope, visitor.person_id, filters, mark, today)
    # On the first page of what is shown without asking, what is overdue stands above.
    is_first = filters == reads.Filters() and mark is None
    overdue = reads.Filters(is_overdue=True)
    late = reads.interests(scope, visitor.person_id, overdue, None, today) if is_first else paging.Page([])
    seen = {row.id: (row.person_id, f"interest {row.id}") for row in (*late.rows, *found.rows)}
    audit.look_at(LIST, list(seen.values()), by=visitor.person_id, now=clock.now())
    return render_template(
        "teams/staff/interests/browse.html",
        form=form,
        found=found,
        late=late,
        today=today,
        link=_link,
        may_set_days=visitor.may(May.SET_RULES, anywhere=True),
    )


def _link(mark: str) -> str:
    kept: dict[str, Any] = {name: request.args[name] for name in FilterForm.NAMES if name in request.args}
    return url_for("teams.staff.interests.browse", **kept, page=mark)


def one(id: int) -> Any:
    """Everything that someone said, what happened since, and what happens next."""
    found = _interest(id)
    given = {"version": str(found.version), **access.interrupted()}
    is_assigned = "owner" in request.form
    move_form = MoveForm(**made_from(request.method == "POST" and not is_assigned, given)).offer(found.step)
    assign_form = AssignForm(**made_from(is_assigned, given)).offer(_colleagues(found))
    if request.method == "POST":
        form, act = (assign_form, _assign) if is_assigned else (move_form, _move)
        done = form.validate() and _tried(form, act, found)
        if done:
            access.let_go_of_interrupted()
            return redirect(url_for("teams.staff.interests.one", id=id, done=done), 303)
        g.has_errors = True
    return _interest_page(_interest(id), move_form, assign_form)


def _interest(id: int) -> reads.Interest:
    visitor = access.get_visitor()
    return reads.get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)


def _colleagues(found: reads.Interest) -> list[tuple[int, str]]:
    return reads.colleagues(found.directorate_id, found.project_id)


def _tried(form: Any, act: Any, found: reads.Interest) -> str:
    """Do it; what was done, or "" with a sentence beside the field that a rule objects to."""
    try:
        return str(act(form, found))
    except ChangedMeanwhile:
        form.version.data = str(_interest(found.id).version)  # the page below shows what changed: the next press counts
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    except rules.MayNotMove:
        form.refuse("to", _("This cannot follow the step where it stands now"))
    return ""


def _move(form: MoveForm, found: reads.Interest) -> str:
    services.move(
        found.id,
        form.to.data,
        note=form.note.data,
        by=access.get_visitor().person_id,
        now=clock.now(),
        version=form.shown_version(),
        back_on=_back_on(form),
    )
    return "told"


def _back_on(form: MoveForm) -> date | None:
    back_on = form.back_on.value() if form.to.data == Step.NOT_NOW else None
    if back_on is not None and not may_ask_back(back_on, clock.today()):
        raise Refused(_("Choose a day from a week to a year from now"), "back_on")
    return back_on


def _assign(form: AssignForm, found: reads.Interest) -> str:
    services.assign(
        found.id,
        int(form.owner.data),
        by=access.get_visitor().person_id,
        now=clock.now(),
        version=form.shown_version(),
    )
    return "assigned"


def _interest_page(found: reads.Interest, form: MoveForm, assign_form: AssignForm) -> Any:
    person_id = access.get_visitor().person_id
    audit.look_at(ONE, [(found.person_id, f"interest {found.id}")], by=person_id, now=clock.now())
    keeper_id = keeper_of(found.owner_id, clock.today()) if found.owner_id else person_id
    answering = messages.Answering(*reads.name_and_job(keeper_id))
    days = days_here(found.directorate_id)
    may_read = access.get_visitor().may(May.WRITE_PROJECTS, found.directorate_id)
    form.offer(found.step)  # it may have moved meanwhile: what can follow now is offered
    return render_template(
        "teams/staff/interests/one.html",
        interest=found,
        has_profile=may_read and is_shown(found.person_id, found.project_id),
        history=reads.history_of(found.id, clock.today()),
        doubles=doubles_of(found.person_id, access.get_visitor().scope(May.ANSWER_INTERESTS), person_id),
        flags=people.flags_of(found.things),
        filled=people.filled_in_of([f"interest {found.id}"]).get(f"interest {found.id}"),
        today=clock.today(),
        form=form,
        assign_form=assign_form,
        previews=[_preview(to, found, answering, days) for to in rules.moves_from(found.step)],
        may_join=Step.JOINED in rules.moves_from(found.step),
        done=_done_words(found),
        for_whom=for_whom_words(found.for_whom),
        language=words.language(found.locale).name,
    )


def _preview(
    to: Step, found: reads.Interest, answering: messages.Answering, days: Mapping[Step, Days]
) -> tuple[str, list[str]]:
    """A step, and what the person will be told when it is taken."""
    said = messages.Said(to, answering, promised_after(to, days, clock.today()))
    return str(NEXT[to]), messages.says_of(said, found.reference)


def _done_words(found: reads.Interest) -> str:
    said = {
        "told": lambda: _("Saved. A message to %(name)s is on its way.", name=found.name),
        "needs": lambda: _("Saved."),
        "compared": lambda: _("Saved. Nothing was merged, and it can be undone."),
        "passed": lambda: _("Saved. A message to %(name)s is on its way.", name=found.name),
        "assigned": lambda: _("Saved. %(name)s looks after it now.", name=found.owner_name or ""),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""


def needs(id: int) -> Any:
    """Note that what someone needs is ready, or was there."""
    found, said = _interest(id), request.form
    thing, kind, what = said.get("thing", ""), said.get("kind", ""), mark_of(said.get("mark", ""))
    services.mark_need(found.id, thing, kind, what, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.interests.one", id=id, done="needs", _anchor="needs"), 303)
