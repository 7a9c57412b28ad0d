"""What tests of claims do again and again."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select

from portal.database import session, writing
from portal.kit import clock, references
from portal.outbox.models import Message
from portal.people.models import Person
from portal.rewards.models import Claim
from portal.rewards.services import claims, deciding
from portal.rewards.services.claims import Asked
from portal.teams.models import Membership
from tests.factories import ADirectorate, AMember, APerson, AProject

PLAN = {
    "pay": "full",
    "pay_agreed": "Twelve pounds an hour",
    "expenses_agreed": "Bus fares",
    "paid_when": "Each month",
}


def AMemberWithPlan(person: Person | None = None, **given: Any) -> Membership:
    """Someone who joined two weeks ago, with whom pay was agreed."""
    project = given.pop("project", None) or AProject("Quiet nights", directorate_id=ADirectorate().id)
    return AMember(person, project, **{"started_on": clock.today() - timedelta(days=14), **PLAN, **given})


def AClaim(member: Membership | None = None, **given: Any) -> Claim:
    """The bus, £4.50, today."""
    member = member or AMemberWithPlan()
    asked = Asked(**{"kind": "travel", "happened_on": clock.today(), "pence": 450, "words": "The bus", **given})
    made = claims.ask(member.id, asked, key=references.new_token(), person_id=member.person_id, now=clock.now())
    return kept(made)


def approve(claim: Claim, by: int) -> None:
    """Say yes to all of it."""
    fresh = kept(claim.id)
    deciding.approve(claim.id, fresh.pence, why="", by=by, now=clock.now(), version=fresh.version)


def kept(claim_id: int) -> Claim:
    """The claim as the database has it, to read however long ago."""
    found = session.get_one(Claim, claim_id, populate_existing=True)
    session.expunge(found)
    return found


def letters_to(person_id: int) -> list[str]:
    """Every message to someone, the first one first."""
    found = select(Message.subject, Message.body).where(Message.person_id == person_id).order_by(Message.id)
    return [f"{subject}\n{body}" for subject, body in session.execute(found)]


def a_photo(width: int = 40, height: int = 20, kind: str = "JPEG", **more: Any) -> BytesIO:
    """A photo as a phone would send it."""
    into = BytesIO()
    Image.new("RGB", (width, height), "white").save(into, kind, **more)
    return BytesIO(into.getvalue())


def named(name: str) -> Person:
    """Someone of this name."""
    person = APerson("Amina Khan")
    with writing() as open_session:
        open_session.get_one(Person, person.id).name = name
    return person
