"""Reads of what we wrote to a person, for that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.kit import paging
from portal.outbox import rules
from portal.outbox.models import Message
from portal.outbox.services import SIGN_IN
from portal.privacy.queries import words


@dataclass(frozen=True)
class Written:
    """One message: on which way, in which words, and how it fared."""

    id: int
    made_at: datetime
    channel: str
    address: str
    locale: str
    subject: str
    body: str
    state: str

    @property
    def masked(self) -> str:
        """Enough of the address to know it by, and no more."""
        return rules.masked(self.address)

    @property
    def way(self) -> str:
        """How it went, or was to go."""
        return words.channel(self.channel)

    @property
    def state_words(self) -> str:
        """How it fared."""
        return str(words.STATES[self.state])


def messages_to(person_id: int, mark: paging.Mark | None) -> paging.Page[Written]:
    """One page of what we wrote to someone, newest first, without codes to sign in. One query."""
    statement = select(
        Message.id,
        Message.made_at,
        Message.channel,
        Message.address,
        Message.locale,
        Message.subject,
        Message.body,
        Message.state,
    )
    theirs = statement.where(Message.person_id == person_id, Message.priority != SIGN_IN).limit(paging.PER_PAGE + 1)
    found = [Written(*row) for row in rows(paging.from_mark(theirs, mark, Message.made_at, Message.id))]
    return paging.page_of(found, mark, lambda row: (row.made_at, row.id))
