"""Slides and notes of a session, as staff write them: a line each, its name and then its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"(.*?)\s*(https?://\S+)\s*")


@dataclass(frozen=True)
class Material:
    """One of them."""

    name: str
    address: str


def materials_of(written: str) -> list[Material]:
    """Each line that has an address, whose name is the address itself where nothing stands before it."""
    found = (_LINE.fullmatch(line.strip()) for line in written.splitlines())
    return [Material(line[1].rstrip(" :-–") or line[2], line[2]) for line in found if line]
