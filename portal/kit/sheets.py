"""Figures as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@")
BYTE_ORDER = "\ufeff"  # so that Excel reads letters of every script


def as_csv(lines: Iterable[Iterable[str | int]]) -> str:
    """Lines of cells as CSV; words that a spreadsheet would run as a formula stay words (OWASP, "CSV injection")."""
    kept = io.StringIO()
    csv.writer(kept).writerows([_cell(value) for value in line] for line in lines)
    return BYTE_ORDER + kept.getvalue()


def _cell(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(FORMULA) else value
