"""Reads about help: support lines and words explained."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.database import rows
from portal.help import rules
from portal.help.models import SupportLine, Term


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
