"""Reads about the record of deeds and looks, and about whom of staff to tell of something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit import paging, typed
from portal.kit.audit import AuditEvent
from portal.people.models import Person
from portal.people.queries import named
from portal.signin.models import StaffAccount, StaffRole
from portal.signin.rules import ROLES, Permission

PER_PAGE = 25
By, About = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class RecordRow:
    """One event: who did what, to which thing, about whom (initials only)."""

    id: int
    at: datetime
    kind: str
    by_name: str | None
    about_id: int | None
    about_name: str | None
    thing: str
    reason: str

    @property
    def about_initials(self) -> str:
        """Whom it concerns, without their name."""
        return typed.initials(self.about_name or "")


# What tells that somebody's check-in was low, or asked for a call: for those alone who may see check-ins.
_OF_CHECK_INS = or_(AuditEvent.kind.startswith("check-in"), AuditEvent.kind == "looked at check-ins")


def record(
    person_id: int | None, thing: str, mark: paging.Mark | None, *, sees_check_ins: bool
) -> paging.Page[RecordRow]:
    """One page of the record, newest first, of all or about one person or thing. One query."""
    statement = (
        select(
            AuditEvent.id,
            AuditEvent.at,
            AuditEvent.kind,
            named(By),
            AuditEvent.about_person_id,
            About.name,
            AuditEvent.thing,
            AuditEvent.reason,
        )
        .outerjoin(By, By.id == AuditEvent.by_person_id)
        .outerjoin(About, About.id == AuditEvent.about_person_id)
        .limit(PER_PAGE + 1)
    )
    if not sees_check_ins:
        statement = statement.where(~_OF_CHECK_INS)
    if person_id is not None:
        statement = statement.where(AuditEvent.about_person_id == person_id)
    if thing:
        statement = statement.where(AuditEvent.thing == thing)
    statement = paging.from_mark(statement, mark, AuditEvent.at, AuditEvent.id)
    found = [RecordRow(*row) for row in rows(statement)]
    return paging.page_of(found, mark, lambda row: (row.at, row.id), PER_PAGE)


@dataclass(frozen=True)
class Colleague:
    """A member of staff who is told of something at their work address."""

    person_id: int
    name: str
    email: str
    locale: str


def find_colleague(person_id: int | None) -> Colleague | None:
    """A member of staff whose account is in use. One query."""
    found = rows(_colleagues().where(Person.id == person_id))
    return Colleague(*found[0]) if found else None


def colleagues_who(permission: Permission, directorate_id: int | None) -> list[Colleague]:
    """The staff who may do something for a directorate, but not those who may do everything everywhere. One query.

    Where nobody has it for that directorate, those who have it for all of them.
    """
    may = [role for role, allowed in ROLES.items() if permission in allowed and role != "admin"]
    there: ColumnElement[bool] = StaffRole.directorate_id.is_(None)
    if directorate_id is not None:
        there = or_(there, StaffRole.directorate_id == directorate_id)
    found = rows(
        _colleagues()
        .add_columns(StaffRole.directorate_id)
        .join(StaffRole, StaffRole.staff_id == StaffAccount.id)
        .where(StaffRole.role.in_(may), there)
        .order_by(Person.id)
    )
    near = [row for row in found if row[4] is not None] or found
    return list(dict.fromkeys(Colleague(*row[:4]) for row in near))


def _colleagues() -> Any:
    return (
        select(Person.id, named(), StaffAccount.email, Person.locale)
        .join(StaffAccount, StaffAccount.person_id == Person.id)
        .where(StaffAccount.is_active)
    )
