"""Tests of messages: writing them, handing them over, and real servers on this machine that take them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.outbox import services
from portal.outbox.models import Message
from portal.outbox.services import SIGN_IN, Draft


def a_draft(key: str = "one", **given: Any) -> Draft:
    """A message to Ada."""
    return Draft(
        **{
            "key": key,
            "kind": "interest received",
            "person_id": None,
            "channel": "email",
            "address": "ada@example.com",
            "locale": "en",
            "subject": "Your reference KRT 462 W",
            "body": "Thank you for getting in touch.",
            **given,
        }
    )


def a_code(key: str = "code", **given: Any) -> Draft:
    """A message with a sign-in code."""
    said = {"kind": "sign-in code", "body": "Your code is 246802", "priority": SIGN_IN, "lives": timedelta(minutes=15)}
    return a_draft(key, **{**said, **given})


def write(draft: Draft | None = None) -> Message:
    """Put a message into the outbox; the row as it stands."""
    draft = draft or a_draft()
    services.put(draft, now=clock.now())
    return kept(draft.key)


def kept(key: str = "one") -> Message:
    """A message as the database has it now."""
    session.expire_all()
    return session.scalars(select(Message).where(Message.key == key)).one()


def states() -> dict[str, str]:
    """Key → state of every message."""
    session.expire_all()
    return {row[0]: row[1] for row in session.execute(select(Message.key, Message.state).order_by(Message.id))}
