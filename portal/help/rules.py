"""Numbers that ring, found in plain words; how long a draft is kept, and where to write about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

# 999, 111, 116 123, 0800 …, 85258: what stands in the support lines that we show.
_NUMBER = re.compile(r"(?<![\d/])(0\d[\d ]{5,12}\d|116 \d{3}|18000|\b\d{5}\b|\b999\b|\b111\b)(?![\d/])")

KEPT = timedelta(days=30)  # since it was last saved
WARNED = timedelta(days=3)  # before it is deleted
FIELDS = {"email": "email", "sms": "mobile"}  # of the question how to reach someone, by channel
NOWHERE = ("email", "")


def kept_until(saved_at: datetime, warned_at: datetime) -> datetime:
    """When a draft is deleted whose owner is told so now: never sooner than they were told."""
    return max(saved_at + KEPT, warned_at + WARNED)


def way_in(answers: Mapping[str, Any]) -> tuple[str, str]:
    """Channel and value that someone gave us to write to; NOWHERE when they gave none that can be written to."""
    channel = str(answers.get("channel") or "")
    value = answers.get(FIELDS[channel]) if channel in FIELDS else ""
    return (channel, str(value)) if value else NOWHERE


def pieces_of(contact: str) -> list[tuple[str, str]]:
    """The words of `contact` in pieces, each with the address that rings it, or ""."""
    found: list[tuple[str, str]] = []
    end = 0
    for number in _NUMBER.finditer(contact):
        found.append((contact[end : number.start()], ""))
        digits = number.group().replace(" ", "")
        is_text = contact[: number.start()].lower().rstrip().endswith("text")
        found.append((number.group(), f"{'sms' if is_text else 'tel'}:{digits}"))
        end = number.end()
    found.append((contact[end:], ""))
    return [piece for piece in found if piece[0]]
