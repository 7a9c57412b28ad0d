"""Reads of what stands on record about a person, for that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.database import rows
from portal.kit import paging
from portal.kit.audit import AuditEvent
from portal.privacy.queries import words
from portal.privacy.queries.roles import role_of, role_words
from portal.stories.queries import words as stories


@dataclass(frozen=True)
class Happened:
    """One thing that someone did, or that others did or looked at for them."""

    id: int
    at: datetime
    kind: str
    by: str | None
    details: dict[str, Any]

    @property
    def words(self) -> str:
        """What happened."""
        return words.said(self.kind)

    @property
    def use(self) -> str:
        """Which use of a story it was about, where it was about one."""
        use = self.details.get("use", "")
        return stories.use(use) if use else ""

    @property
    def who(self) -> str:
        """Who did it: they themselves, somebody's job, or somebody else; "" when the portal itself did."""
        return role_words(self.by) if self.by else ""


def history_of(person_id: int, mark: paging.Mark | None) -> paging.Page[Happened]:
    """One page of what happened, newest first. One query."""
    event = AuditEvent.__table__.c
    statement = select(event.id, event.at, event.kind, role_of(event.by_person_id, person_id), event.details)
    theirs = statement.where(event.about_person_id == person_id).limit(paging.PER_PAGE + 1)
    found = [Happened(*row) for row in rows(paging.from_mark(theirs, mark, event.at, event.id))]
    return paging.page_of(found, mark, lambda row: (row.at, row.id))
