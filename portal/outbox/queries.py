"""Reads about messages: what could not be sent, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.database import rows, session
from portal.kit import paging, typed
from portal.kit.errors import NotFound
from portal.outbox import rules
from portal.outbox.models import Message
from portal.people.models import Person

PER_PAGE = 25


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


def failed_count() -> int:
    """How many messages were given up and wait for staff. One query."""
    return session.scalar(select(func.count()).where(Message.state == "failed")) or 0


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


def flow(since: datetime) -> Flow:
    """How the messages flow. Two queries."""
    waiting, oldest = rows(select(func.count(), func.min(Message.made_at)).where(Message.state == "waiting"))[0]
    sent = session.scalar(select(func.count()).where(Message.state == "sent", Message.ended_at >= since))
    return Flow(waiting, oldest, sent or 0)
