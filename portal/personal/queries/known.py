"""What someone who is signed in told us before, as the first pages of a journey ask it: nobody is asked twice."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import rows
from portal.kit.journeys import Answers, Known
from portal.people import queries as people
from portal.people.forms.needs import answers_of
from portal.people.forms.reach import FIELDS
from portal.people.models import ContactWay, Person
from portal.signin import access

SAID = {True: "yes", False: "no", None: ""}


def of_visitor(_subject: str = "") -> Known:
    """What is known of whoever is signed in here; of staff nothing, since they fill in for others. Two queries at most."""
    visitor = access.visitor()
    if visitor is None or visitor.is_staff:
        return Known()
    return Known(visitor.person_id, known(visitor.person_id))


def known(person_id: int) -> dict[str, Answers]:
    """What a person told us, by the steps that ask it; a step of which we know nothing is left out. Two queries."""
    return {**_who_and_reach(person_id), **_needs(person_id)}


def _who_and_reach(person_id: int) -> dict[str, Answers]:
    found = rows(
        select(
            Person.name,
            Person.safe_hours,
            Person.may_leave_message,
            Person.say_about,
            ContactWay.channel,
            ContactWay.value,
        )
        .outerjoin(ContactWay, (ContactWay.person_id == Person.id) & people.reaches())
        .where(Person.id == person_id)
        .order_by(ContactWay.verified_at.is_(None), ContactWay.id.desc())
        .limit(1)
    )
    if not found:
        return {}
    name, safe_hours, may_leave_message, say_about, channel, value = found[0]
    who: Answers = {"for_whom": "self", "name": name, "helper_name": ""}
    if channel is None:
        return {"who": who}
    ways = {field: value if one == channel else "" for one, field in FIELDS.items()}
    safety = {"safe_hours": safe_hours, "may_leave_message": SAID[may_leave_message], "say_about": say_about}
    return {"who": who, "reach": {"channel": channel, **ways, **safety}}


def _needs(person_id: int) -> dict[str, Answers]:
    found = people.needs_of(person_id)
    return {"needs": answers_of(found)} if found.is_told else {}
