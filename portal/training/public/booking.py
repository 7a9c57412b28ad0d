"""Booking a place, page by page."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for

from portal.kit import clock, drafts, journeys, paper, words
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
from portal.training import services
from portal.training.queries import public as reads


def book(slug: str, step: str = "") -> Any:
    """Book a place, or one on the waiting list."""
    found = reads.get_public(slug)
    draft = drafts.held_draft(BOOK.kind, slug)
    if not (draft is not None and draft.is_sent) and not found.takes_bookings(clock.now()):
        return make_response(render_template("training/booking/closed.html", session=found), 410)
    return journeys.visit(BOOK, slug, step, session=found, told_before=whose.told_before(draft, step))


def _address(slug: str, step: str) -> str:
    return url_for("training.booking.book", slug=slug, step=step or None)


def _about(slug: str) -> list[paper.Line]:
    """The session and its time, as its paper form names them."""
    found = reads.get_public(slug)
    return [paper.Line(found.title, is_english=True), paper.Line(words.span(found.starts_at, found.ends_at))]


def _rows(answers: Answers) -> list[Row]:
    reach = reach_rows(answers) if is_reach_asked(answers) else []
    needed = [Row("needs", _("What you need to take part"), need_rows(answers))] if are_needs_asked(answers) else []
    return [*who_rows(answers), *reach, *needed]


def _send(draft: drafts.Draft, answers: Answers) -> dict[str, Any]:
    asked = services.Request(
        qi_session_id=reads.get_public(draft.subject).id,
        **whose.told(draft, answers),
    )
    may_wait = bool(request.form.get("told"))
    booked = services.book(asked, draft_key=draft.token_digest, now=clock.now(), may_wait=may_wait)
    return {
        "reference": booked.reference,
        "status": booked.status,
        "place": booked.place_in_line,
        "channel": asked.channel,
        **whose.came_of(answers),
    }


BOOK = Journey(
    kind="book",
    title=later("Book training"),
    templates="training/book",
    steps=(
        Step("who", NameForm),
        Step("reach", ReachForm, applies=is_reach_asked),
        Step("needs", NeedsForm, applies=are_needs_asked, offered=is_for_self),
    ),
    address=_address,
    rows=_rows,
    send=_send,
    needs_form=whose.offer,
    known=known.of_visitor,
    about=_about,
)
