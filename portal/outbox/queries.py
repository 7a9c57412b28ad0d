"""Reads about messages: what could not be sent, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, or_, select

from portal.database import rows, session
from portal.kit import paging, typed
from portal.kit.errors import NotFound
from portal.outbox import rules
from portal.outbox.models import Message
from portal.people import queries as people
from portal.people.models import Person

PER_PAGE = 25
WIDTH = len(fields(people.Contact))


@dataclass(frozen=True)
class FailedRow:
    """A message that was given up, to whom (masked), and why."""

    id: int
    kind: str
    address: str
    name: str | None
    made_at: datetime
    ended_at: datetime
    tries: int
    problem: str

    @property
    def masked(self) -> str:
        """Enough of the address to know it by, and no more."""
        return rules.masked(self.address)

    @property
    def initials(self) -> str:
        """To whom it was written, without their name."""
        return typed.initials(self.name or "")


@dataclass(frozen=True)
class Letter:
    """A message that goes by post: to whom, where, and what it says."""

    id: int
    person_id: int | None
    name: str
    address: str
    locale: str
    subject: str
    body: str


def get_letter(message_id: int) -> Letter:
    """A message that goes by post, as long as its words are kept. One query."""
    statement = (
        select(
            Message.id,
            Message.person_id,
            func.coalesce(Person.name, ""),
            Message.address,
            Message.locale,
            Message.subject,
            Message.body,
        )
        .outerjoin(Person, Person.id == Message.person_id)
        .where(Message.id == message_id, Message.channel == "post", Message.body != "")
    )
    found = rows(statement)
    if not found:
        raise NotFound
    return Letter(*found[0])


@dataclass(frozen=True)
class ForStaff:
    """How many messages wait for staff: those that were given up, and those to tell by phone or post."""

    failed: int
    by_hand: int


def for_staff(now: datetime) -> ForStaff:
    """How many messages wait for staff. One query."""
    is_failed, is_by_hand = Message.state == "failed", (Message.state == "by_hand") & (Message.due_at <= now)
    counted = select(func.count().filter(is_failed), func.count().filter(is_by_hand))
    return ForStaff(*rows(counted.where(or_(is_failed, is_by_hand)))[0])


def failed_for_staff(mark: paging.Mark | None) -> paging.Page[FailedRow]:
    """One page of the messages that were given up, newest first. One query."""
    statement = (
        select(
            Message.id,
            Message.kind,
            Message.address,
            Person.name,
            Message.made_at,
            Message.ended_at,
            Message.tries,
            Message.problem,
        )
        .outerjoin(Person, Person.id == Message.person_id)
        .where(Message.state == "failed")
        .limit(PER_PAGE + 1)
    )
    found = [FailedRow(*row) for row in rows(paging.from_mark(statement, mark, Message.ended_at, Message.id))]
    return paging.page_of(found, mark, lambda row: (row.ended_at, row.id), PER_PAGE)


@dataclass(frozen=True)
class Flow:
    """How many messages wait, since when the oldest does, and how many went since a moment."""

    waiting: int
    oldest_at: datetime | None
    sent: int


def flow(since: datetime, now: datetime) -> Flow:
    """How the messages flow; what waits until someone wants to hear from us again is left out. Two queries."""
    is_waiting = (Message.state == "waiting") & (Message.due_at <= now + rules.LONGEST_PAUSE)
    waiting, oldest = rows(select(func.count(), func.min(Message.made_at)).where(is_waiting))[0]
    sent = session.scalar(select(func.count()).where(Message.state == "sent", Message.ended_at >= since))
    return Flow(waiting, oldest, sent or 0)


@dataclass(frozen=True)
class ByHandRow:
    """A message that staff tell someone by phone or by post, in the list."""

    id: int
    kind: str
    channel: str
    name: str | None
    made_at: datetime
    due_at: datetime
    lives_until: datetime
    tries: int
    problem: str

    @property
    def initials(self) -> str:
        """Whom it is for, without their name."""
        return typed.initials(self.name or "")

    def is_late(self, now: datetime) -> bool:
        """Whether it comes too late to be of use."""
        return rules.is_late(self.kind, self.lives_until, now)


def by_hand_for_staff(mark: paging.Mark | None) -> paging.Page[ByHandRow]:
    """One page of what staff tell people by phone or by post, the longest waiting first. One query."""
    statement = (
        select(
            Message.id,
            Message.kind,
            Message.channel,
            people.named(),
            Message.made_at,
            Message.due_at,
            Message.lives_until,
            Message.tries,
            Message.problem,
        )
        .outerjoin(Person, Person.id == Message.person_id)
        .where(Message.state == "by_hand")
        .limit(PER_PAGE + 1)
    )
    ordered = paging.from_mark(statement, mark, Message.made_at, Message.id, is_newest_first=False)
    found = [ByHandRow(*row) for row in rows(ordered)]
    return paging.page_of(found, mark, lambda row: (row.made_at, row.id), PER_PAGE)


@dataclass(frozen=True)
class ByHand:
    """A message to tell someone by phone or by post: what it says, and how to reach them safely."""

    contact: people.Contact
    id: int
    person_id: int | None
    name: str | None
    locale: str
    kind: str
    body: str
    made_at: datetime
    lives_until: datetime
    tries: int
    problem: str

    def is_late(self, now: datetime) -> bool:
        """Whether it comes too late to be of use."""
        return rules.is_late(self.kind, self.lives_until, now)


def get_by_hand(message_id: int) -> ByHand:
    """One message that waits to be told by phone or by post. One query."""
    found = rows(
        select(
            Message.channel,
            Message.address,
            *people.rule_columns(),
            Message.id,
            Message.person_id,
            people.named(),
            Message.locale,
            Message.kind,
            Message.body,
            Message.made_at,
            Message.lives_until,
            Message.tries,
            Message.problem,
        )
        .outerjoin(Person, Person.id == Message.person_id)
        .where(Message.id == message_id, Message.state == "by_hand")
    )
    if not found:
        raise NotFound
    row = found[0]
    return ByHand(people.Contact(*row[:WIDTH]), *row[WIDTH:])
