"""Writing messages, and handing them over."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, cast, literal, not_, or_, select, update

from portal.database import changed, is_sqlite, locked, locked_skipping, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound
from portal.outbox import rules
from portal.outbox.models import Message
from portal.people import queries as people
from portal.people.models import Person

SIGN_IN, SOON, USUAL = 1, 3, 5
WAITS = ("waiting", "by_hand")
FORGOTTEN = "forgotten"  # the kind of the last message to someone who asked to be forgotten
log = logging.getLogger("portal.outbox")


@dataclass(frozen=True)
class Draft:
    """A message as a slice words it; `key` is what makes it this one, so that it is written once only."""

    key: str
    kind: str
    person_id: int | None
    channel: str
    address: str
    locale: str
    subject: str
    body: str
    attachment: str = ""
    priority: int = USUAL
    lives: timedelta = rules.LIVES


@writes
def put(draft: Draft, *, now: datetime, is_held_back: bool = False) -> None:
    """Put a message into the present transaction; one with the same key is there already, or not at all.

    One that is held back takes the same work and goes to nobody, so that its time tells nothing. What goes by phone or by
    post waits for staff. Nothing but that it is done is written to someone who was forgotten.
    """
    put_all([draft], now=now, is_held_back=is_held_back)


@writes
def put_all(drafts: Collection[Draft], *, now: datetime, is_held_back: bool = False) -> None:
    """Put each of these messages into the present transaction, as `put` does. Two queries, however many they are."""
    known = _known(drafts)
    to_go = [draft for draft in drafts if _is_to_go(draft, known)]
    quiet = people.quiet_until_of({draft.person_id for draft in to_go if rules.may_be_held(draft.kind)}, now)
    for draft in to_go:
        due_at = quiet.get(draft.person_id, now) if rules.may_be_held(draft.kind) else now
        session.add(_message(draft, now, due_at, is_held_back))


def _message(draft: Draft, now: datetime, due_at: datetime, is_held_back: bool) -> Message:
    return Message(
        key=draft.key,
        kind=draft.kind,
        person_id=draft.person_id,
        channel=draft.channel,
        address="" if is_held_back else draft.address,
        locale=draft.locale,
        subject=draft.subject[:300],
        body="" if is_held_back else draft.body,
        state="dropped" if is_held_back else "by_hand" if draft.channel in rules.BY_HAND else "waiting",
        attachment="" if draft.channel in rules.BY_HAND else draft.attachment,
        priority=draft.priority,
        made_at=now,
        due_at=due_at,
        lives_until=due_at + draft.lives,
    )


def _known(drafts: Collection[Draft]) -> set[tuple[str, str]]:
    """The keys that are there already, and the people who were forgotten."""
    there = select(literal("key"), Message.key).where(Message.key.in_([draft.key for draft in drafts]))
    forgotten = select(literal("forgotten"), cast(Person.id, String)).where(
        Person.id.in_({draft.person_id for draft in drafts}), Person.forgotten_at.is_not(None)
    )
    return {(what, which) for what, which in session.execute(there.union_all(forgotten))}


def _is_to_go(draft: Draft, known: set[tuple[str, str]]) -> bool:
    is_forgotten = ("forgotten", str(draft.person_id)) in known
    return ("key", draft.key) not in known and (draft.kind == FORGOTTEN or not is_forgotten)


class Outcome(StrEnum):
    """What came of telling someone by phone or by post."""

    TOLD = "told"
    NOT_REACHED = "not reached"
    TOO_LATE = "too late"


@writes
def tell_by_hand(message_id: int, outcome: Outcome, note: str, *, by: int, now: datetime) -> None:
    """Note what came of ringing someone or posting a letter; whoever is not reached stays on the list."""
    message = session.scalar(locked(select(Message).where(Message.id == message_id)))
    if message is None:
        raise NotFound
    if message.state != "by_hand":  # pressed twice, or a colleague was quicker
        return
    if outcome == Outcome.NOT_REACHED:
        message.tries, message.problem = message.tries + 1, note or "Nobody answered"
    else:
        message.state, message.ended_at = "sent" if outcome == Outcome.TOLD else "dropped", now
        message.by_person_id = by
        _let_go(message)
    audit.record(
        f"message {outcome}", now=now, by=by, about=message.person_id, thing=f"message {message.id}", reason=note
    )


@writes
def move_held(person_id: int, due_at: datetime) -> None:
    """Let everything that can wait, and still does, go to someone at another moment."""
    waits = (Message.person_id == person_id) & Message.state.in_(WAITS)
    can_wait = not_(or_(*(Message.kind.startswith(kind, autoescape=True) for kind in rules.COMES_ALWAYS)))
    changed(update(Message).where(waits, can_wait).values(due_at=due_at, lives_until=due_at + rules.LIVES))


@writes
def readdress(person_id: int, before: str, channel: str, address: str) -> None:
    """Let what still waits to go to one address of someone go to another of theirs."""
    waits = (Message.person_id == person_id) & Message.state.in_(WAITS) & (Message.address == before)
    state = "by_hand" if channel in rules.BY_HAND else "waiting"
    changed(update(Message).where(waits).values(channel=channel, address=address, state=state))


@writes
def claim(worker: str, *, now: datetime, most: int = 20) -> list[Message]:
    """Take messages that are due for this worker alone, the most urgent first.

    A worker that dies while it holds them loses them to another after rules.CLAIM.
    """
    due = (
        select(Message)
        .where(
            Message.state == "waiting",
            Message.due_at <= now,
            (Message.claimed_until.is_(None)) | (Message.claimed_until < now),
        )
        .order_by(Message.priority, Message.due_at, Message.id)
        .limit(most)
    )
    taken = list(session.scalars(due if is_sqlite() else locked_skipping(due)))
    for message in taken:
        if message.claimed_until is not None:
            message.tries += 1  # whoever held it may have sent it before they died: channels that can, ask first
        message.claimed_by, message.claimed_until = worker, now + rules.CLAIM
    return taken


@writes
def sent(message_id: int, *, now: datetime) -> None:
    """Note that a message was handed over; what must not be found afterwards goes with it."""
    message = session.get_one(Message, message_id)
    message.state, message.ended_at, message.claimed_until, message.problem = "sent", now, None, ""
    _let_go(message)


def _let_go(message: Message) -> None:
    """Keep no words of a sign-in code, and nothing at all of the last message to someone who is forgotten."""
    if message.priority == SIGN_IN:
        message.body = ""
    if message.kind == FORGOTTEN:
        message.address = message.subject = message.body = message.problem = ""


@writes
def not_sent(message_id: int, problem: str, *, now: datetime, is_final: bool = False) -> None:
    """Note a failed try: another comes later, or staff are told that none will."""
    message = session.get_one(Message, message_id)
    if message.state != "waiting":
        return  # another worker sent it meanwhile
    message.tries += 1
    message.problem = problem[:400]
    message.claimed_until = None
    due = None if is_final else rules.next_try(message.tries, now, message.lives_until)
    if due is not None:
        message.due_at = due
        return
    message.ended_at = now
    is_for_staff = message.priority != SIGN_IN and message.kind != FORGOTTEN
    message.state = "failed" if is_for_staff else "dropped"
    _let_go(message)
    if is_for_staff:
        audit.record("message failed", now=now, about=message.person_id, thing=f"message {message.id}")


@writes
def send_again(message_id: int, *, by: int, now: datetime) -> None:
    """Let staff try a failed message once more, for another three days."""
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound
    if message.state == "failed":
        message.state, message.ended_at, message.tries = "waiting", None, 0
        message.due_at, message.lives_until = now, now + rules.LIVES
        audit.record("message sent again", now=now, by=by, about=message.person_id, thing=f"message {message.id}")


@writes
def drop_late(now: datetime) -> int:
    """Give up sign-in codes that nobody can use any more."""
    late = (Message.state == "waiting") & (Message.priority == SIGN_IN) & (Message.lives_until < now)
    return changed(update(Message).where(late).values(state="dropped", body="", ended_at=now))
