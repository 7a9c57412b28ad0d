"""Booking a place, page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import make_response, render_template, request, url_for

from portal.kit import audit, clock, drafts, journeys, paper
from portal.kit.forms import Form
from portal.kit.journeys import CHECK, Answers, Journey, Known, Row, Step
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
    trust_in,
    who_rows,
)
from portal.personal import whose
from portal.personal.queries import known
from portal.signin import access
from portal.training import services
from portal.training.forms.place import PlaceForm, answered, place_rows
from portal.training.queries import who
from portal.training.queries.clash import Clash, clashes
from portal.training.queries.line import chance_words
from portal.training.queries.to_book import get_to_book
from portal.training.rules import Who


def book(slug: str, step: str = "") -> Any:
    """Book a place, or one on the waiting list."""
    found = get_to_book(slug)
    draft = drafts.held_draft(BOOK.kind, slug)
    if not (draft is not None and draft.is_sent) and not found.takes_bookings(clock.now()):
        return make_response(render_template("training/booking/closed.html", session=found), 410)
    return journeys.visit(
        BOOK,
        slug,
        step,
        session=found,
        told_before=whose.told_before(draft, step),
        clashes=_clashes(draft, found.id) if step == CHECK else [],
        chance=_chance(draft, found.course_id),
    )


def _chance(draft: drafts.Draft | None, course_id: int) -> str:
    """For someone who waits now: how those as far back in the line fared before."""
    place = int(draft.outcome.get("place", 0)) if draft is not None and draft.is_sent else 0
    return chance_words(course_id, place, clock.now()) if place else ""


def _clashes(draft: drafts.Draft | None, session_id: int) -> list[Clash]:
    """What else they have at that time: told to whoever has proven who they are, or to someone whom they trust."""
    visitor = access.visitor()
    if draft is None or visitor is None or visitor.is_staff:
        return []
    answers = draft.answers()
    if trust_in(answers) is not None:
        return _clashes_of_helped(trust_in(answers) or 0, visitor.person_id, session_id)
    person_id = whose.owner_of(draft, answers)
    return clashes(person_id, session_id) if person_id == visitor.person_id else []


def _clashes_of_helped(trust_id: int, helper_id: int, session_id: int) -> list[Clash]:
    """The same for someone whom one helps; that the helper saw it is on record."""
    helped = whose.find_booked_for(trust_id, helper_id)
    found = clashes(helped.person_id, session_id) if helped is not None else []
    if helped is not None and found:
        audit.look_at("helper looked", [(helped.person_id, f"trust {trust_id}")], by=helper_id, now=clock.now())
    return found


def _address(slug: str, step: str) -> str:
    return url_for("training.booking.book", slug=slug, step=step or None)


def _about(slug: str) -> list[paper.Line]:
    """The session and its time, as its paper form names them."""
    found = get_to_book(slug)
    more = [paper.Line(found.further_words)] if found.further_dates else []
    return [paper.Line(found.title, is_english=True), paper.Line(found.when_words), *more]


def _known(slug: str) -> Known:
    """What we know of whoever is signed in; who they are stands in its field, where it is asked."""
    told = known.of_visitor(slug)
    said = who.said_before(told.owner_id) if told.owner_id is not None and get_to_book(slug).asks_who else ""
    if not said:
        return told
    return replace(told, answers={**told.answers, "place": {"who": said}}, still_asked=frozenset({"place"}))


def _fit(form: Form, slug: str) -> None:
    if isinstance(form, PlaceForm):
        form.fit(get_to_book(slug))


def _rows(answers: Answers, slug: str) -> list[Row]:
    reach = reach_rows(answers) if is_reach_asked(answers) else []
    needed = [Row("needs", _("What you need to take part"), need_rows(answers))] if are_needs_asked(answers) else []
    return [*who_rows(answers), *place_rows(answers, get_to_book(slug)), *reach, *needed]


def _send(draft: drafts.Draft, answers: Answers) -> dict[str, Any]:
    wanted, told = get_to_book(draft.subject), whose.told(draft, answers)
    asked = services.Request(
        qi_session_id=wanted.id,
        mode=wanted.mode_of(answers),
        companion=answers.get("companion") or "",
        who=answers.get("who") or who.said_before(told["person_id"]) or Who.NOT_SAID,
        answers=answered(answers, wanted),
        **told,
    )
    may_wait = bool(request.form.get("told"))
    booked = services.book(asked, draft_key=draft.token_digest, now=clock.now(), may_wait=may_wait)
    return {
        "reference": booked.reference,
        "status": booked.status,
        "place": booked.place_in_line,
        "places": asked.places,
        "is_kept": wanted.is_kept_from({**answers, "who": asked.who}),
        "channel": asked.channel,
        **whose.came_of(answers),
    }


BOOK = Journey(
    kind="book",
    title=later("Book training"),
    templates="training/book",
    steps=(
        Step("who", NameForm),
        Step(
            "place",
            PlaceForm,
            offered=is_for_self,
            fit=_fit,
            is_asked=lambda slug: get_to_book(slug).asks_about_place,
        ),
        Step("reach", ReachForm, applies=is_reach_asked),
        Step("needs", NeedsForm, applies=are_needs_asked, offered=is_for_self),
    ),
    address=_address,
    rows=_rows,
    send=_send,
    needs_form=whose.offer,
    known=_known,
    about=_about,
)
