"""Reads about the record of deeds and looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.database import rows
from portal.kit import paging, typed
from portal.kit.audit import AuditEvent
from portal.people.models import Person
from portal.people.queries import named

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


def record(person_id: int | None, thing: str, mark: paging.Mark | None) -> paging.Page[RecordRow]:
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
    if person_id is not None:
        statement = statement.where(AuditEvent.about_person_id == person_id)
    if thing:
        statement = statement.where(AuditEvent.thing == thing)
    statement = paging.from_mark(statement, mark, AuditEvent.at, AuditEvent.id)
    found = [RecordRow(*row) for row in rows(statement)]
    return paging.page_of(found, mark, lambda row: (row.at, row.id), PER_PAGE)
