"""Who did something, said to the person whom it concerns: a role, never a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, null, select

from portal.database import Base
from portal.kit import words
from portal.kit.words import gettext as _

YOU, SOMEONE = "you", "someone else"


def role_of(column: Any, person_id: int) -> ColumnElement[Any]:
    """They themselves, somebody's job, or someone who is not staff; nothing when nobody did it."""
    account = Base.metadata.tables["staff_account"]
    job = select(account.c.job).where(account.c.person_id == column).scalar_subquery()
    return case((column.is_(None), null()), (column == person_id, YOU), else_=func.coalesce(job, SOMEONE))


def role_words(role: str) -> str:
    """A role in the reader's language, where there are words for it."""
    if role == YOU:
        return _("You")
    return _("Someone who is not staff") if role == SOMEONE else words.role(role)
