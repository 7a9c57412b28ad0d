"""Numbers that ring, found in plain words."""

from __future__ import annotations

import re

# 999, 111, 116 123, 0800 …, 85258: what stands in the support lines that we show.
_NUMBER = re.compile(r"(?<![\d/])(0\d[\d ]{5,12}\d|116 \d{3}|18000|\b\d{5}\b|\b999\b|\b111\b)(?![\d/])")


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
