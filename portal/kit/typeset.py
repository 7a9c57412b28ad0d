"""Typesetting: a template of `templates/paper` and data become a PDF that a screen reader can read out (PDF/UA-1)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
PAPERS, FONTS = ROOT / "templates" / "paper", ROOT / "static" / "fonts"
FIRST = "Noto Sans"  # others have digits and stops too, which would look and stand otherwise
NOT_PRINTABLE = "\N{REPLACEMENT CHARACTER}"
_UNSEEN = frozenset("\n\t") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}  # the last choose between pictures, and take no ink


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF that a template makes of `data`; the same data make the same bytes.

    Data travel as JSON and never become markup. A page that could not be read out is refused with a TypstError.
    """
    given = {**_printable(data), "fonts": families()}
    pdf = typst.compile(
        PAPERS / f"{template}.typ",
        root=PAPERS,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(given)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A PDF is one file, however many pages it has.")
    return pdf


def families() -> list[str]:
    """Our families of fonts, in the order in which they are asked for a letter: all but the first only for their script."""
    return sorted(_fonts().families(), key=lambda family: (family != FIRST, family))


def is_printable(text: str) -> bool:
    """Whether our fonts have every letter of a text."""
    return printable(text) == text


def printable(text: str) -> str:
    """A text with a plain mark in place of each letter that our fonts lack: a paper with gaps is better than none."""
    known = _letters()
    return "".join(letter if letter in known else NOT_PRINTABLE for letter in text)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, (list, tuple)) else value


@lru_cache
def _fonts() -> typst.Fonts:
    """The fonts that we ship and no others, so that a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@lru_cache
def _letters() -> frozenset[str]:
    letters = set(_UNSEEN)
    for path in FONTS.glob("*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            letters.update(chr(code) for code in font.getBestCmap() if code)
    return frozenset(letters)
