"""Reads about help: support lines, words explained, and what someone began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.database import rows
from portal.help import rules
from portal.help.models import SupportLine, Term
from portal.kit import drafts, journeys
from portal.kit.drafts import Draft
from portal.kit.errors import NotFound


@dataclass(frozen=True)
class LineRow:
    """Someone to ring or to text."""

    name: str
    contact: str
    hours: str
    what_for: str
    area: str
    is_crisis: bool

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """What to do in words, each number with the address that rings it (or "")."""
        return rules.pieces_of(self.contact)


def support_lines() -> list[LineRow]:
    """Every support line, those for a crisis first. One query."""
    found = rows(
        select(
            SupportLine.name,
            SupportLine.contact,
            SupportLine.hours,
            SupportLine.what_for,
            SupportLine.area,
            SupportLine.is_crisis,
        ).order_by(SupportLine.is_crisis.desc(), SupportLine.position)
    )
    return [LineRow(*row) for row in found]


def terms() -> list[tuple[str, str, str]]:
    """Slug, term and definition of every word explained, by the alphabet. One query."""
    found = rows(select(Term.slug, Term.term, Term.definition))
    return sorted(((row[0], row[1], row[2]) for row in found), key=lambda term: term[1].casefold())


@dataclass(frozen=True)
class BegunRow:
    """Something begun and not sent: what it is, when it was last saved, and until when it is kept."""

    id: int
    title: str
    saved_at: datetime
    kept_until: datetime


def begun_by(owner_id: int) -> list[BegunRow]:
    """What someone began while signed in and can go on with, newest first. One query."""
    return [row_of(draft) for draft in drafts.begun_by(owner_id) if draft.kind in journeys.known()]


def get_begun(id: int, owner_id: int) -> Draft:
    """One draft of someone's own, to go on with. One query."""
    found = next((draft for draft in drafts.begun_by(owner_id) if draft.id == id), None)
    if found is None or found.kind not in journeys.known():
        raise NotFound
    return found


def row_of(draft: Draft) -> BegunRow:
    """What someone is shown of something that they began."""
    kept_until = rules.kept_until(draft.saved_at, draft.warned_at or draft.saved_at)
    return BegunRow(draft.id, str(journeys.known()[draft.kind].title), draft.saved_at, kept_until)
