"""A session with very many bookings, made in a few statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select

from portal.database import session, writing
from portal.kit import clock, typed
from portal.people.models import ContactWay, NeedFlag, Person
from portal.training import links
from portal.training.models import Booking, BookingStep, QISession
from tests.factories import ASession

A_LOT = 500  # rows a statement
NAMES = ("Élodie Martin", "Nadia Hussain", "আমিনা খাতুন", "عائشہ خان", "Tom O'Brien", "Zoë Łukasz", "Femi Adeyemi")


def a_full_session(confirmed: int = 2000, waiting: int = 500, **given: Any) -> QISession:
    """A session whose places are all taken, with a line; every tenth of those with a place needs something."""
    held = ASession(capacity=confirmed, **given)
    people = confirmed + waiting
    with writing():
        first, way, booking = (_next(table.id) for table in (Person, ContactWay, Booking))
        _put(Person, (_person(first + n, n) for n in range(people)))
        _put(ContactWay, (_way(way + n, first + n, n) for n in range(people)))
        _put(Booking, (_booking(booking + n, first + n, way + n, held.id, n, confirmed) for n in range(people)))
        _put(BookingStep, (_step(booking + n, n, confirmed) for n in range(people)))
        _put(NeedFlag, (_flag(booking + n, first + n) for n in range(0, confirmed, 10)))
        session.get_one(QISession, held.id).waiting = waiting
        session.get_one(QISession, held.id).taken = session.get_one(QISession, held.id).taken_by_others = confirmed
        _count_on(Person, ContactWay, Booking)
    return held


def _next(column: Any) -> int:
    return int(session.scalar(select(func.coalesce(func.max(column), 0))) or 0) + 1


def _put(table: Any, made: Iterator[dict[str, Any]]) -> None:
    while part := list(islice(made, A_LOT)):
        session.execute(insert(table), part)


def _count_on(*tables: Any) -> None:
    """Let PostgreSQL give the numbers that follow ours."""
    if session.get_bind().dialect.name == "postgresql":
        for table in tables:
            name = table.__tablename__
            session.execute(
                select(
                    func.setval(
                        func.pg_get_serial_sequence(f'"{name}"', "id"), select(func.max(table.id)).scalar_subquery()
                    )
                )
            )


def _person(id: int, n: int) -> dict[str, Any]:
    name = f"{NAMES[n % len(NAMES)]} {n}"
    return {"id": id, "name": name, "name_key": typed.key_of(name), "kind": "service_user", "created_at": clock.now()}


def _way(id: int, person_id: int, n: int) -> dict[str, Any]:
    value = f"many{n}@example.com"
    return {"id": id, "person_id": person_id, "channel": "email", "value": value, "created_at": clock.now()}


def _booking(id: int, person_id: int, way_id: int, session_id: int, n: int, confirmed: int) -> dict[str, Any]:
    key = f"many {session_id} {n}"
    return {
        "id": id,
        "reference": f"M {session_id} {n}",
        "draft_key": key,
        "token_digest": links.new_digest(id, key),
        "qi_session_id": session_id,
        "person_id": person_id,
        "contact_way_id": way_id,
        "status": _status(n, confirmed),
        "asked_at": clock.now() - timedelta(days=30) + timedelta(seconds=n),
        "said": ("", "coming", "not_sure")[n % 3] if n < confirmed else "",
        "who": ("service_user", "carer")[n % 2],
    }


def _status(n: int, confirmed: int) -> str:
    return "confirmed" if n < confirmed else "waiting"


def _step(booking_id: int, n: int, confirmed: int) -> dict[str, Any]:
    return {"booking_id": booking_id, "status": _status(n, confirmed), "at": clock.now() - timedelta(days=30)}


def _flag(booking_id: int, person_id: int) -> dict[str, Any]:
    thing = f"booking {booking_id}"
    return {"thing": thing, "person_id": person_id, "kind": "hearing_loop", "flagged_at": clock.now()}
