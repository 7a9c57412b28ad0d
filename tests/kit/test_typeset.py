"""What is set on paper can be read out, looks the same everywhere, and never fails for a letter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typst

from portal.kit import typeset
from tests.pdfs import Pdf

PLAIN = """#let paper = json(bytes(sys.inputs.data))
#set document(title: "A paper", date: none)
#set text(lang: "en", font: paper.fonts)
= #paper.said
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture(autouse=True)
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates for one test."""
    (tmp_path / "plain.typ").write_text(PLAIN, encoding="utf-8")
    monkeypatch.setattr(typeset, "PAPERS", tmp_path)
    return tmp_path


def test_a_picture_that_nothing_is_said_of_is_refused(papers: Path) -> None:
    source = PLAIN + '#image(bytes(paper.picture), format: "svg"%s)\n'
    (papers / "dumb.typ").write_text(source % "", encoding="utf-8")
    (papers / "told.typ").write_text(source % ', alt: "A triangle"', encoding="utf-8")
    data = {"said": "Hello", "picture": PICTURE}
    with pytest.raises(typst.TypstError, match="alt"):
        typeset.typeset("dumb", data)
    assert Pdf(typeset.typeset("told", data)).pictures == ["A triangle"]


def test_what_someone_typed_is_never_taken_for_instructions() -> None:
    said = '#panic("x") $x$ *bold* \\ "] #read("/etc/passwd") <label> @cite'
    assert Pdf(typeset.typeset("plain", {"said": said})).headings(1) == [said]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Thank you 🙂!", "Thank you �!"),
        ("ਪੰਜਾਬੀ", "������"),
        ("a\x00b\x1fc", "a�b�c"),
        ("Zażółć, şeker, আমি, میں, 5 × £2", "Zażółć, şeker, আমি, میں, 5 × £2"),
        ("one\u200ctwo \u2066KRT 462 W\u2069", "one\u200ctwo \u2066KRT 462 W\u2069"),
    ],
)
def test_a_letter_that_no_font_has_leaves_a_mark_and_the_rest_is_printed(said: str, printed: str) -> None:
    assert typeset.printable(said) == printed
    assert typeset.is_printable(said) == (said == printed)
    assert Pdf(typeset.typeset("plain", {"said": said})).headings(1)


def test_every_letter_that_counts_as_printable_can_be_printed() -> None:
    letters = " ".join(letter for letter in map(chr, range(0x110000)) if typeset.is_printable(letter))
    assert len(letters) > 8000
    assert typeset.typeset("plain", {"said": letters}).startswith(b"%PDF")


def test_the_same_words_make_the_same_bytes_in_many_threads_at_once() -> None:
    said = [f"Hello {place % 5}" for place in range(60)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda words: typeset.typeset("plain", {"said": words}), said))
    assert len(set(made)) == 5


def test_only_fonts_of_ours_are_used_and_they_are_inside() -> None:
    fonts = Pdf(typeset.typeset("plain", {"said": "Hello میں আমি"})).fonts
    assert len(fonts) == 3
    assert all("Noto" in font and "missing" not in font for font in fonts)


def test_latin_letters_digits_and_stops_come_from_one_font() -> None:
    (font,) = Pdf(typeset.typeset("plain", {"said": "12 Example Road, London. (E1)"})).fonts
    assert "NotoSans-" in font
