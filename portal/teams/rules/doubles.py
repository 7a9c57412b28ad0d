"""When two records may be of one person: a question for staff, never an answer."""

from __future__ import annotations

from enum import StrEnum


class Alike(StrEnum):
    """Why two records may be of one person."""

    NAME = "name"  # the same name, reached in another way
    WAY = "way"  # the same address or number, by a name that begins alike


def why_alike(first_key: str, second_key: str, *, shares_way: bool) -> Alike | None:
    """Why two people may be one, by their names as they are compared, and whether they share an address or a number.

    A shared address alone is no reason: families share one.
    """
    if not first_key or not second_key:
        return None
    if first_key == second_key:
        return Alike.NAME
    first, second = first_key.split()[0], second_key.split()[0]
    return Alike.WAY if shares_way and first == second else None
