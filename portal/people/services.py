"""Getting to know people without asking twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import add, hold, session, writes
from portal.kit import typed
from portal.people.models import ContactWay, Person


@writes
def meet(
    name: str, channel: str, value: str, *, locale: str, now: datetime, kind: str = "not_said"
) -> tuple[Person, ContactWay]:
    """The person of this name at this address, or a new one; a family on one address stays several people.

    What they told us before (needs, hours) is left alone: whoever types a name and an address is not yet known to be them.
    """
    key = typed.key_of(name)[:400]
    there = (
        select(Person, ContactWay)
        .join(ContactWay, ContactWay.person_id == Person.id)
        .where(ContactWay.value == value, ContactWay.channel == channel, Person.name_key == key)
        .limit(1)
    )
    found = session.execute(there).first()
    if not found:  # two first visits at one moment: the second waits here, and then finds the first
        hold(f"person at {value}")
        found = session.execute(there).first()
    if found:
        return found[0], found[1]
    person = add(Person(name=name, name_key=key, kind=kind, locale=locale, created_at=now))
    way = add(ContactWay(person_id=person.id, channel=channel, value=value, created_at=now))
    return person, way
