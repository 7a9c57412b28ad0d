"""Tests of what we write to people, with a small message and ways out that a test can break."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.database import session
from portal.outbox import channels, services
from portal.outbox.models import Message
from portal.outbox.services import Draft
from tests.conftest import Clock


def a_draft(key: str = "one", **given: Any) -> Draft:
    """A message to Ada by email, of the usual kind."""
    return Draft(
        **{
            "key": key,
            "kind": "interest received",
            "person_id": None,
            "channel": "email",
            "address": "ada@example.com",
            "locale": "en",
            "subject": "Your reference K7M2 Q9XD",
            "body": "Thank you for getting in touch.",
            **given,
        }
    )


def write(clock: Clock, key: str = "one", **given: Any) -> int:
    """Put a message into the outbox; its number."""
    services.put(a_draft(key, **given), now=clock.now)
    return the_message(key).id


def the_message(key: str = "one") -> Message:
    """A message as the database has it now."""
    return session.scalars(select(Message).where(Message.key == key).execution_options(populate_existing=True)).one()


class Way:
    """A way out that notes what it was given, and refuses what a test says."""

    def __init__(self, **problems: Exception) -> None:
        self.took: list[str] = []
        self.tried: list[str] = []
        self.problems = problems

    def send(self, message: Message) -> None:
        """Take a message, or raise what was said for its key."""
        self.tried.append(message.key)
        if message.key in self.problems:
            raise self.problems[message.key]
        self.took.append(message.key)


def ways(way: channels.Channel) -> dict[str, channels.Channel]:
    """The same way for email and text messages."""
    return {"email": way, "sms": way}
