"""Someone who is trusted, made straight in the tables; and what tests of it look at."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import clock, references
from portal.outbox.models import Message
from portal.people.models import Person, TrustedPerson
from tests.factories import way_of

ALL = ("may_book", "may_get_reminders", "may_answer", "may_fill_in")


def ATrust(person: Person, helper: Person, *may: str, **given: Any) -> TrustedPerson:
    """Someone said yes to helping a person, with this (with everything where nothing is named)."""
    way, now = way_of(helper), clock.now()
    with writing():
        return add(
            TrustedPerson(
                **{
                    "person_id": person.id,
                    "helper_id": helper.id,
                    "name": helper.name,
                    "channel": way.channel,
                    "value": way.value,
                    "token_digest": references.new_token(),
                    "until_on": (now + timedelta(days=180)).date(),
                    "asked_at": now,
                    "accepted_at": now,
                    **{name: name in (may or ALL) for name in ALL},
                    **given,
                }
            )
        )


def messages(kind: str) -> list[Message]:
    """Every message of a kind, oldest first."""
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def link_in(message: Message, of: str = "/") -> str:
    """The address in a message that has this in it."""
    return re.findall(rf"http://localhost(\S*{of}\S*)", message.body)[-1]


def code_in(message: Message) -> str:
    """The six digits in a message."""
    found = re.search(r"\b(\d{6})\b", message.body)
    assert found, message.body
    return found.group(1)
