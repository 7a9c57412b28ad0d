"""Offering to join a project, or anything that suits."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import make_response, render_template, request, url_for

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
from portal.teams import services
from portal.teams.forms.interests import WantsForm
from portal.teams.queries import openings


def project(slug: str, step: str = "") -> Any:
    """Offer to join one project."""
    found = openings.get_joinable(slug, clock.now())
    draft = drafts.held_draft(JOIN.kind, slug)
    if draft is None and not found.is_published:
        if found.state == "draft":
            raise NotFound
        return make_response(render_template("teams/join/closed.html", project=found), 410)
    is_gone = step == journeys.CHECK and draft is not None and _is_gone(found, draft)
    return _visit(slug, step, draft, project=found, is_gone=is_gone)


def anything(step: str = "") -> Any:
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
        return url_for("teams.join.project", slug=slug, step=step or None)
    return url_for("teams.join.anything", step=step or None)


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
        opening_id=project.opening_id if project else None,
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
