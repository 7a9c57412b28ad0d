"""Offering to join, and answering those who offer."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.database import add, locked, session, writes
from portal.kit import audit, clock, free, words, workdays
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import queries as people_queries
from portal.people import services as people
from portal.people.rules import Mark
from portal.people.services import needs
from portal.projects.models import Project
from portal.teams import rules
from portal.teams.messages import interests as messages
from portal.teams.messages.interests import Answering
from portal.teams.models import ExpressionOfInterest, Membership
from portal.teams.queries import interests as queries
from portal.teams.queries import standing_in
from portal.teams.rules import Step, What
from portal.teams.rules.members import AlreadyOnTeam, Happened
from portal.teams.services import doubles, memberships, promises
from portal.teams.services.history import note_step
from portal.trust import queries as trust


@dataclass(frozen=True)
class Offer(people.Told):
    """What someone told us when they offered to join.

    `project_id` is None for anything that suits. `is_anything_like` when the place that they had in mind closed while they
    were writing: People Participation then looks for something like it.
    """

    wants: str = ""
    experience: str = ""
    project_id: int | None = None
    opening_id: int | None = None
    is_anything_like: bool = False


@dataclass(frozen=True)
class Expressed:
    """What the person is told at once."""

    id: int
    reference: str
    answering_role: str
    answer_by: date


@writes
def express(offer: Offer, *, draft_key: str, now: datetime) -> Expressed:
    """Keep an offer and promise an answer; asked again while the first is open, it is added to that one.

    Whoever asks again is shown the same page as the first time: a stranger who types somebody's name and address must
    not learn that they had asked. Only the message, which goes to the person, says so.
    """
    if (made := _made_from(draft_key)) is not None:
        return made
    person, way = people.meet_told(offer, now=now)  # it holds the person: of two tabs the second finds the first's
    if (made := _made_from(draft_key)) is not None:  # pressed twice at one moment: the other ended while we waited
        return made
    directorate_id = _directorate_of(offer)
    days, role = trust.promise_of(directorate_id)
    answer_by = workdays.after(clock.local(now).date(), days)
    first = _open_one(person.id, offer.project_id)
    if first is not None:
        needs.flag(_thing(first), person.id, offer.all_needs, directorate_id=first.directorate_id, now=now)
        _ask_again(first, offer, answer_by, now)
        return _told_helper(offer, Expressed(first.id, first.reference, first.answering_role, answer_by), now)
    expression = add(
        ExpressionOfInterest(
            reference=free.reference(ExpressionOfInterest.reference),
            draft_key=draft_key,
            person_id=person.id,
            contact_way_id=way.id,
            project_id=offer.project_id,
            opening_id=offer.opening_id,
            directorate_id=directorate_id,
            for_whom=offer.for_whom,
            helper_name=offer.helper_name,
            wants=offer.wants,
            experience=offer.experience,
            needs=offer.needs,
            safe_hours=offer.safe_hours,
            step=Step.NEW,
            asked_at=now,
            step_at=now,
            answer_by=answer_by,
            answering_role=role,
        )
    )
    needs.flag(_thing(expression), person.id, offer.all_needs, directorate_id=directorate_id, now=now)
    promise = rules.Promise(Step.CONTACTED, answer_by)
    note_step(expression, What.MOVED, by=offer.by_id or person.id, now=now, promise=promise)
    if offer.is_anything_like:
        note_step(expression, What.ANYTHING_LIKE, by=None, now=now)
    people.note_filled_in(_thing(expression), person.id, offer.by_id, offer.how, now=now)
    doubles.find_for(person.id, now=now)
    audit.record("interest received", now=now, by=offer.by_id, about=person.id, thing=_thing(expression))
    to = people_queries.get_reachable(way.id)
    said = messages.received(to, expression.reference, role, answer_by, locale=offer.locale, how=offer.how)
    outbox.put(said, now=now)
    return _told_helper(offer, Expressed(expression.id, expression.reference, role, answer_by), now)


def _told_helper(offer: Offer, made: Expressed, now: datetime) -> Expressed:
    """What was made; a helper who sent it has a message of their own about it."""
    if offer.how == people.TRUSTED and offer.by_id is not None:
        to = people_queries.find_reachable(offer.by_id)
        if to is not None:
            outbox.put(
                messages.sent_by_you(to, made.reference, offer.name, made.answering_role, made.answer_by), now=now
            )
    return made


def _made_from(draft_key: str) -> Expressed | None:
    made = session.scalar(select(ExpressionOfInterest).where(ExpressionOfInterest.draft_key == draft_key))
    return None if made is None else Expressed(made.id, made.reference, made.answering_role, made.answer_by)


def _directorate_of(offer: Offer) -> int | None:
    if offer.project_id is None or offer.is_anything_like:
        return None
    return session.scalar(select(Project.directorate_id).where(Project.id == offer.project_id))


def _open_one(person_id: int, project_id: int | None) -> ExpressionOfInterest | None:
    return session.scalar(
        select(ExpressionOfInterest)
        .where(
            ExpressionOfInterest.person_id == person_id,
            ExpressionOfInterest.project_id.is_(None)
            if project_id is None
            else ExpressionOfInterest.project_id == project_id,
            ExpressionOfInterest.step.in_(rules.OPEN),
        )
        .order_by(ExpressionOfInterest.id)
        .limit(1)
    )


def _ask_again(first: ExpressionOfInterest, offer: Offer, answer_by: date, now: datetime) -> None:
    promise = None
    if first.answered_at is not None:  # answered before, but they ask: there is a promise to keep again
        first.answered_at, promise = None, rules.Promise(Step.CONTACTED, answer_by)
        promises.owe(first, promise)
    line = note_step(first, What.ASKED_AGAIN, by=offer.by_id, now=now, note=_what_they_wrote(offer), promise=promise)
    audit.record("interest asked again", now=now, by=offer.by_id, about=first.person_id, thing=_thing(first))
    to = people_queries.get_reachable(first.contact_way_id)
    outbox.put(messages.asked_again(to, first.reference, line.id, locale=offer.locale), now=now)


def _what_they_wrote(offer: Offer) -> str:
    with words.speaking(words.SOURCE):
        said = [
            (_("What they would like to do"), offer.wants),
            (_("Experience"), offer.experience),
            (_("What they need"), "\n".join(people_queries.said_by(offer.need_kinds, offer.needs))),
            (_("When it is safe to reach them"), offer.safe_hours),
        ]
    return "\n\n".join(f"{label}: {value}" for label, value in said if value)


def _thing(expression: ExpressionOfInterest) -> str:
    return f"interest {expression.id}"


@writes
def withdraw(expression_id: int, *, person_id: int, now: datetime) -> None:
    """Let someone take their own offer back; a second press changes nothing."""
    expression = session.scalar(
        locked(
            select(ExpressionOfInterest).where(
                ExpressionOfInterest.id == expression_id, ExpressionOfInterest.person_id == person_id
            )
        )
    )
    if expression is None:
        raise NotFound
    if expression.step == Step.WITHDRAWN:
        return
    if not rules.is_open(expression.step):
        raise rules.MayNotMove
    _take_step(expression, Step.WITHDRAWN, note="", by=person_id, now=now, answering=Answering("", ""))
    audit.record("interest withdrawn", now=now, by=person_id, about=person_id, thing=_thing(expression))


@writes
def withdraw_all_of(person_id: int, *, now: datetime) -> None:
    """Take back everything that someone offered and that could still come to something."""
    could_come = {*rules.OPEN, Step.NOT_NOW}
    theirs = select(ExpressionOfInterest).where(
        ExpressionOfInterest.person_id == person_id, ExpressionOfInterest.step.in_(could_come)
    )
    for expression in session.scalars(locked(theirs.order_by(ExpressionOfInterest.id))).all():
        _take_step(expression, Step.WITHDRAWN, note="", by=person_id, now=now, answering=Answering("", ""))
        audit.record("interest withdrawn", now=now, by=person_id, about=person_id, thing=_thing(expression))


def _take_step(
    expression: ExpressionOfInterest, to: Step, *, note: str, by: int, now: datetime, answering: Answering
) -> None:
    if (expression.step in rules.ENDED) != (to in rules.ENDED):
        needs.follow([_thing(expression)], takes_place=to not in rules.ENDED, now=now)
    expression.step, expression.step_at = to, now
    promise = promises.owe_next(expression, now)
    line = note_step(expression, What.MOVED, by=by, now=now, note=note, promise=promise)
    reachable = people_queries.get_reachable(expression.contact_way_id)
    said = messages.Said(to, answering, promise, expression.back_on)
    outbox.put(messages.moved(reachable, expression.reference, said, line.id), now=now)


@writes
def move(
    expression_id: int,
    to: str,
    *,
    note: str,
    by: int,
    now: datetime,
    version: int,
    project_id: int | None = None,
    back_on: date | None = None,
) -> None:
    """Take the next step with someone's offer, and tell them what comes next and by when.

    `project_id` is the team that they join; `back_on`, of "not now", the day on which we ask again.
    """
    expression = _held(expression_id, version)
    rules.check_move(expression.step, to)
    if to == Step.JOINED:
        _join(expression, project_id, by=by, now=now)
    today = clock.local(now).date()
    expression.owner_id = expression.owner_id or by
    expression.answered_at = expression.answered_at or now
    expression.back_on = back_on if to == Step.NOT_NOW else None
    keeper_id = standing_in.keeper_of(expression.owner_id, today)
    answering = Answering(*queries.name_and_job(keeper_id))
    _take_step(expression, Step(to), note=note, by=by, now=now, answering=answering)
    if by == keeper_id != expression.owner_id:
        note_step(expression, What.STOOD_IN, by=by, now=now)
    audit.record("interest moved", now=now, by=by, about=expression.person_id, thing=_thing(expression), to=to)


def _held(expression_id: int, version: int) -> ExpressionOfInterest:
    expression = session.scalar(locked(select(ExpressionOfInterest).where(ExpressionOfInterest.id == expression_id)))
    if expression is None:
        raise NotFound
    if expression.version != version:
        raise ChangedMeanwhile
    return expression


def _join(expression: ExpressionOfInterest, project_id: int | None, *, by: int, now: datetime) -> None:
    expression.project_id = project_id or expression.project_id
    if expression.project_id is None:
        raise rules.NoProject
    there = select(func.count()).where(
        Membership.person_id == expression.person_id,
        Membership.project_id == expression.project_id,
        Membership.ended_on.is_(None),
    )
    if not session.scalar(there):
        with suppress(AlreadyOnTeam):  # another offer of theirs ended so at this very moment
            _begin(expression, expression.project_id, by=by, now=now)


def _begin(expression: ExpressionOfInterest, project_id: int, *, by: int, now: datetime) -> None:
    member = memberships.begin(
        Membership(
            project_id=project_id,
            person_id=expression.person_id,
            expression_id=expression.id,
            started_on=clock.local(now).date(),
        )
    )
    memberships.note(member, Happened.JOINED, by=by, now=now)
    project = session.get_one(Project, project_id)
    thing, on = memberships.thing(member.id), _thing(expression)
    needs.flag_again(thing, on, directorate_id=project.directorate_id, now=now)


@writes
def mark_need(expression_id: int, thing: str, kind: str, what: Mark, *, by: int, now: datetime) -> None:
    """Note that what someone needs to meet us, or on the team that they joined, is ready, or was there."""
    member_id = session.scalar(select(Membership.id).where(Membership.expression_id == expression_id))
    if thing not in {f"interest {expression_id}", f"membership {member_id}"}:
        raise NotFound
    needs.mark(thing, kind, what, by=by, now=now)


@writes
def assign(expression_id: int, owner_id: int, *, by: int, now: datetime, version: int) -> None:
    """Let a colleague who may answer it look after an offer."""
    expression = _held(expression_id, version)
    names = dict(queries.colleagues(expression.directorate_id, expression.project_id))
    if owner_id not in names:
        raise Refused(_("Choose someone from the list"), "owner")
    expression.owner_id = owner_id
    note_step(expression, What.ASSIGNED, by=by, now=now, note=names[owner_id])
    audit.record("interest assigned", now=now, by=by, about=expression.person_id, thing=_thing(expression), to=owner_id)
