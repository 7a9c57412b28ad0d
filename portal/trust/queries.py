"""Reads about directorates and places."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import rows, session
from portal.kit.words import later
from portal.trust.models import Directorate, Place

PROMISE_DAYS = 5  # working days, where no directorate promises anything else
ANSWERED_BY = later("People Participation lead")  # where no directorate says anything else


def promise_of(directorate_id: int | None) -> tuple[int, str]:
    """Within how many working days an offer to help is answered there, and the role that answers. One query.

    The role is as it is kept, in English: whoever shows it says it in the reader's language where there are words for it.
    """
    found = None
    if directorate_id is not None:
        found = session.get(Directorate, directorate_id)
    if found is None:
        return PROMISE_DAYS, str.__str__(ANSWERED_BY)
    return found.promise_days, found.answered_by or str.__str__(ANSWERED_BY)


def directorates() -> list[tuple[int, str, str]]:
    """Number, slug and name of every directorate, by name. One query."""
    found = rows(select(Directorate.id, Directorate.slug, Directorate.name).order_by(Directorate.name))
    return [(row[0], row[1], row[2]) for row in found]


def places() -> list[tuple[int, str, str]]:
    """Number, slug and name of every place, by name. One query."""
    found = rows(select(Place.id, Place.slug, Place.name).order_by(Place.name))
    return [(row[0], row[1], row[2]) for row in found]
