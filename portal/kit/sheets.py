"""Figures as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.kit import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_NAME, NARROWEST, WIDEST = 31, 8, 60  # letters
Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@")
BYTE_ORDER = "\ufeff"  # so that Excel reads letters of every script


def as_csv(lines: Iterable[Iterable[Cell]]) -> str:
    """Lines of cells as CSV; words that a spreadsheet would run as a formula stay words (OWASP, "CSV injection")."""
    kept = io.StringIO()
    csv.writer(kept).writerows([_cell(value) for value in line] for line in lines)
    return BYTE_ORDER + kept.getvalue()


def _cell(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(FORMULA) else value


@dataclass(frozen=True)
class Sheet:
    """One table: what its tab is called, the headings of its columns, and its lines."""

    name: str
    headings: Sequence[str]
    lines: Sequence[Sequence[Cell]]


def as_xlsx(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Tables as a workbook, a tab each, their headings in sight however far one scrolls; words never run as formulas."""
    kept = io.BytesIO()
    with Workbook(kept, {"constant_memory": True, **PLAIN_WORDS}) as book:
        book.set_properties({"title": title})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        taken: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_tab(sheet.name, taken)), sheet, bold)
    return kept.getvalue()


def _tab(name: str, taken: set[str]) -> str:
    """A name that a tab may have: short, without the signs that spreadsheets refuse, and no other's."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:LONGEST_NAME] or "1"
    number = 1
    while plain.casefold() in taken:
        number += 1
        plain = f"{plain[: LONGEST_NAME - 4]} {number}"
    taken.add(plain.casefold())
    return plain


def _write(tab: Worksheet, sheet: Sheet, bold: Format) -> None:
    if words.language(words.locale()).direction == "rtl":
        tab.right_to_left()
    tab.freeze_panes(1, 0)
    for column, width in enumerate(_widths(sheet)):
        tab.set_column(column, column, width)
    for column, heading in enumerate(sheet.headings):
        tab.write_string(0, column, heading, bold)
    for row, line in enumerate(sheet.lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                tab.write_string(row, column, value)
            elif value is not None:
                tab.write_number(row, column, value)


def _widths(sheet: Sheet) -> list[int]:
    """How wide each column is: as its longest cell, within reason; a heading may take several lines."""
    longest = [max(map(len, heading.split()), default=0) for heading in sheet.headings]
    for line in sheet.lines:
        longest = [max(width, len(str(value))) for width, value in zip(longest, line, strict=True)]
    return [min(max(width + 2, NARROWEST), WIDEST) for width in longest]
