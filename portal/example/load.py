"""Loading the example Trust: once, whole or not at all, and the same from the same day."""

from __future__ import annotations

import random
from datetime import datetime

from sqlalchemy import select, update

from portal.database import changed, session, writing
from portal.example import claims, facts, members, people, reaching, stories, teams, training
from portal.kit import audit, references
from portal.kit.audit import AuditEvent
from portal.kit.freshness import public_change
from portal.outbox.models import Message
from portal.trust import queries as trust

LOADED = "example loaded"


def load(now: datetime, secret_key: str) -> bool:
    """Load the example as of `now`; False when it is there already, and nothing is changed."""
    with writing(), references.drawing_from(random.Random(now.date().isoformat())):  # noqa: S311 - made-up people
        if session.scalar(select(AuditEvent.id).where(AuditEvent.kind == LOADED).limit(1)):
            return False
        projects = facts.load(now)
        directorates = {name: id for id, _slug, name in trust.directorates()}
        staff = people.load_staff(directorates, people.second_step(secret_key), now)
        everyone = people.everyone()
        people.load(everyone, now)
        teams.load_openings(projects, staff, now)
        teams.load_interests(everyone, projects, staff, now)
        teams.load_skills(now)
        members.load(staff, now)
        claims.load(staff, now)
        training.load(everyone, directorates, staff, now)
        stories.load(everyone, projects, staff, now)
        reaching.load(now)
        _say_that_all_was_sent(now)
        audit.record(LOADED, now=now)
        public_change()
    return True


def _say_that_all_was_sent(now: datetime) -> None:
    """What was written in the made-up past went out in it: nobody is to get it today."""
    past = update(Message).where(Message.state == "waiting")
    changed(past.values(state="sent", ended_at=Message.made_at, body="", attachment=""))
