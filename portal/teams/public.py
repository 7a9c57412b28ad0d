"""Offering to join a project, or anything that suits; taking an offer back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from flask import make_response, redirect, render_template, request, url_for

from portal.kit import clock, drafts, journeys, paper
from portal.kit.errors import NotFound, Refused
from portal.kit.journeys import Answers, Journey, Row, Step
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people.forms import (
    NameForm,
    NeedsForm,
    ReachForm,
    are_needs_asked,
    is_for_self,
    is_reach_asked,
    need_rows,
    reach_rows,
    who_rows,
)
from portal.personal import whose
from portal.personal.queries import known
from portal.signin import access
from portal.teams import rules, services
from portal.teams.forms import WantsForm
from portal.teams.queries import mine, openings


def join(slug: str, step: str = "") -> Any:
    """Offer to join one project."""
    project = openings.get_joinable(slug, clock.now())
    draft = drafts.held_draft(JOIN.kind, slug)
    if draft is None and not project.is_published:
        if project.state == "draft":
            raise NotFound
        return make_response(render_template("teams/closed.html", project=project), 410)
    is_gone = step == journeys.CHECK and draft is not None and _is_gone(project, draft)
    return _visit(slug, step, draft, project=project, is_gone=is_gone)


def join_any(step: str = "") -> Any:
    """Offer to join anything that suits."""
    return _visit("", step, drafts.held_draft(JOIN.kind, ""), project=None, is_gone=False)


def _visit(slug: str, step: str, draft: drafts.Draft | None, **context: Any) -> Any:
    told_before = whose.told_before(draft, step)
    return journeys.visit(JOIN, slug, step, told_before=told_before, read_day=date.fromisoformat, **context)


def _is_gone(project: openings.Joinable, draft: drafts.Draft) -> bool:
    """Whether the place that someone is writing about closed, or the whole project did, since they began."""
    if draft.is_sent:
        return False
    if not project.is_published:
        return True
    return not project.has_opening and openings.had_opening(project.id, draft.started_at)


def _address(slug: str, step: str) -> str:
    if slug:
        return url_for("teams.join", slug=slug, step=step or None)
    return url_for("teams.join_any", step=step or None)


def _about(slug: str) -> list[paper.Line]:
    """The project, as its paper form names it."""
    return [paper.Line(openings.get_joinable(slug, clock.now()).title, is_english=True)] if slug else []


def _rows(answers: Answers, _subject: str) -> list[Row]:
    reach = reach_rows(answers) if is_reach_asked(answers) else []
    needed = [Row("needs", _("What you need to take part"), need_rows(answers))] if are_needs_asked(answers) else []
    return [
        *who_rows(answers),
        *reach,
        *needed,
        Row("wants", _("What you would like to do"), [answers.get("wants") or ""]),
        Row("wants", _("Your experience"), [answers.get("experience") or ""]),
    ]


def _send(draft: drafts.Draft, answers: Answers) -> dict[str, Any]:
    now = clock.now()
    project = openings.get_joinable(draft.subject, now) if draft.subject else None
    is_gone = project is not None and _is_gone(project, draft)
    if is_gone and not request.form.get("told"):
        raise Refused(_("This place closed while you were writing. You can still send what you wrote."))
    offer = services.Offer(
        wants=answers.get("wants") or "",
        experience=answers.get("experience") or "",
        project_id=project.id if project else None,
        is_anything_like=is_gone,
        **whose.told(draft, answers),
    )
    made = services.express(offer, draft_key=draft.token_digest, now=now)
    return {
        "reference": made.reference,
        "role": made.answering_role,
        "answer_by": made.answer_by.isoformat(),
        "channel": offer.channel,
        **whose.came_of(answers),
    }


JOIN = Journey(
    kind="join",
    title=later("Offer to join a project"),
    templates="teams/join",
    steps=(
        Step("who", NameForm),
        Step("reach", ReachForm, applies=is_reach_asked),
        Step("needs", NeedsForm, applies=are_needs_asked, offered=is_for_self),
        Step("wants", WantsForm),
    ),
    address=_address,
    rows=_rows,
    send=_send,
    known=known.of_visitor,
    needs_form=whose.offer,
    about=_about,
)


def withdraw(id: int) -> Any:
    """Take one's own offer back: GET asks, POST does."""
    person_id = access.get_visitor().person_id
    interest = mine.get_interest_of_person(id, person_id)
    if request.method == "POST":
        with suppress(rules.MayNotMove):  # it was answered meanwhile: the page says so
            services.withdraw(id, person_id=person_id, now=clock.now())
        return redirect(url_for("teams.withdraw", id=id), 303)
    return render_template("teams/withdraw.html", interest=interest)
