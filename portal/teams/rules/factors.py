"""The words of matching: each set is kept as codes with a space between them, in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("early", "morning", "afternoon", "evening")  # before 10, before 12, before 5, after that
TIMES = tuple(f"{day}_{part}" for day in DAYS for part in PARTS)
MODES = ("in_person", "online", "by_phone")
SKILLS = (
    "chairing",
    "checking_words",
    "computers",
    "designing",
    "interviewing",
    "listening",
    "numbers",
    "organising",
    "research",
    "speaking",
    "teaching",
    "telling_my_story",
    "trying_out",
    "writing",
)
LANGUAGES = ("ar", "bn", "bsl", "es", "fr", "gu", "hi", "pa", "pl", "pt", "ro", "so", "tr", "ur", "zh")
CHECKS = ("confidentiality", "dbs", "induction", "intro_qi")
CARING = "caring"  # beside the directorates whose care someone knows: they care for someone


def codes(kept: str) -> tuple[str, ...]:
    """The codes in a set as it is kept."""
    return tuple(kept.split())


def kept(codes: Iterable[str]) -> str:
    """A set as it is kept: each code once, in alphabetical order."""
    return " ".join(sorted(set(codes)))
