"""Reading a PDF as a screen reader does: by its structure, not by where things stand on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


class Pdf:
    """One PDF, as software for people who cannot see it reads it."""

    def __init__(self, file: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(file))
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def title(self) -> str:
        """The title in the file's own words about itself."""
        return str(self.reader.metadata.title if self.reader.metadata else "")

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.reader.pages)

    @property
    def text(self) -> str:
        """All its letters; in scripts whose letters join, not in an order that can be relied on."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def seen(self) -> str:
        """All its letters that stand above the lower edge of their page, single spaced."""
        found: list[str] = []

        def note(words: str, matrix: Any, place: Any, _font: Any, _size: Any) -> None:
            if matrix[3] * place[5] + matrix[5] > 0:
                found.append(words)

        for page in self.reader.pages:
            page.extract_text(visitor_text=note)
        return " ".join("".join(found).split())

    def headings(self, level: int) -> list[str]:
        """The headings of a level, in the order in which they are read out."""
        return [str(element["/T"]) for element in self._elements() if element.get("/S") == f"/H{level}"]

    @property
    def pictures(self) -> list[str]:
        """What is said in place of each picture."""
        return [str(element.get("/Alt", "")) for element in self._elements() if element.get("/S") == "/Figure"]

    @property
    def fonts(self) -> list[str]:
        """The names of its fonts, each with whether the font itself is inside."""
        found: set[str] = set()
        for page in self.reader.pages:
            for font in page["/Resources"].get_object().get("/Font", {}).values():
                inner = font.get_object()["/DescendantFonts"].get_object()[0].get_object()
                held = inner["/FontDescriptor"].get_object()
                is_inside = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(held))
                found.add(str(inner["/BaseFont"]) if is_inside else f"{inner['/BaseFont']} is missing")
        return sorted(found)

    def _elements(self) -> Iterator[Any]:
        yield from _inside(self.root["/StructTreeRoot"]["/K"])


def _inside(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for inner in node:
            yield from _inside(inner)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from _inside(node["/K"])
