"""What was agreed with the made-up members, and how they are on their teams."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.teams.models import Membership
from portal.teams.services import agreements, members
from portal.teams.services.agreements import Plan

PLANS = [
    Plan("full", "£12 an hour, for meetings and for reading before them", "Bus fares, with a receipt", "Month after"),
    Plan("less", "£6 an hour, as they asked", "Travel, and child care if needed", "At the end of the month after"),
    Plan("none", "No pay, as they asked", "Travel, paid back on the day", "On the day"),
    Plan("charity", "£12 an hour, to the food bank that they chose", "None, as they asked", "Each quarter"),
]
EVERY_PAUSED, EVERY_LITTLE_I = 5, 7
PAUSE, AGREED_AFTER = timedelta(days=30), timedelta(hours=1)


def load(staff: dict[str, int], now: datetime) -> None:
    """Agree about pay with every member, and let some take a pause or do less."""
    found = session.scalars(select(Membership).where(Membership.ended_on.is_(None)).order_by(Membership.id)).all()
    for place, member in enumerate(found):
        plan, by = PLANS[place % len(PLANS)], staff["pp@example.com"]
        agreements.agree(member.id, plan, by=by, now=now - AGREED_AFTER, version=member.version)
        if place % 2 == 0:
            agreements.confirm(member.id, person_id=member.person_id, now=now)
        if place % EVERY_PAUSED == 1:
            members.pause(member.id, clock.local(now).date() + PAUSE, person_id=member.person_id, now=now)
        elif place % EVERY_LITTLE_I == 2:
            members.step_back(member.id, person_id=member.person_id, now=now)
