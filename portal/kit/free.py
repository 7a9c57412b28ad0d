"""Words that no row has yet: references drawn by chance, and ends of addresses made from titles."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from sqlalchemy import func, select

from portal.database import session
from portal.kit import references, typed


def drawn(draw: Callable[[], str], column: Any) -> str:
    """The first drawn word that no row has in this column."""
    return next(word for word in iter(draw, None) if not _is_taken(word, column))


def reference(column: Any) -> str:
    """A new reference that can be said on the telephone."""
    return drawn(references.new_reference, column)


def slug(title: str, column: Any, longest: int = 60) -> str:
    """The end of an address from a title, with a number behind it where there is one like it."""
    wanted = typed.slug_of(title, longest)
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(word for word in numbered if not _is_taken(word, column))


def _is_taken(word: str, column: Any) -> bool:
    return bool(session.scalar(select(func.count()).where(column == word)))
