"""What people type, made safe to keep without spoiling it."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


def tidy(value: str) -> str:
    """One line as it was meant: no control characters, no hidden direction tricks, single spaces."""
    return " ".join(_clean(value).split())


def tidy_text(value: str) -> str:
    """Several lines as they were meant: line breaks kept, at most two together, ends trimmed."""
    lines = [line.rstrip() for line in _clean(value.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _clean(value: str) -> str:
    # A lone surrogate cannot be written to a database or a page, a NUL cannot to PostgreSQL; neither was meant.
    value = value.encode("utf-8", "ignore").decode("utf-8")
    value = _UNSEEN.sub("", unicodedata.normalize("NFC", value))
    return "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})


def key_of(name: str) -> str:
    """A name without regard to case and spacing, to tell two people on one address apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def initials(name: str) -> str:
    """The first letter of each part of a name, at most three: "A B"."""
    return " ".join(part[0].upper() for part in name.split()[:3] if part)


def is_rtl(text: str) -> bool:
    """Whether a text is read from right to left, by its first letter that says so."""
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side != "L" for side in sides if side in {"L", "R", "AL"}), False)


def slug_of(title: str, longest: int = 60) -> str:
    """A title as the end of an address: lower case, words joined by hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].rstrip("-")
    return slug or "page"
