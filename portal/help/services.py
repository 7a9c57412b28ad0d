"""Writing down support lines and words explained; forgetting old drafts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from portal.database import add, changed, session, writes
from portal.help.models import SupportLine, Term
from portal.kit import typed
from portal.kit.drafts import Draft
from portal.kit.freshness import public_change

DRAFTS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """A support line that was checked and may be shown."""

    name: str
    contact: str
    hours: str
    what_for: str
    area: str
    is_crisis: bool


@writes
def add_line(line: Line, position: int) -> None:
    """Add a support line, unless one of its name is there."""
    if session.scalar(select(SupportLine.id).where(SupportLine.name == line.name)) is None:
        add(SupportLine(position=position, **asdict(line)))
        public_change()


@writes
def add_term(term: str, definition: str) -> None:
    """Add a word explained, unless it is there."""
    slug = typed.slug_of(term)
    if session.scalar(select(Term.id).where(Term.slug == slug)) is None:
        add(Term(slug=slug, term=term, definition=definition))
        public_change()


@writes
def forget_drafts(now: datetime) -> int:
    """Delete what people began and left alone for 30 days, as its page promised; how many went."""
    return changed(delete(Draft).where(Draft.saved_at < now - DRAFTS_KEPT))
