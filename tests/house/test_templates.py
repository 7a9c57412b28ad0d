"""Habits of the templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
UNKIND = re.compile(r"\b(proxy|submit|submitted|invalid|EOI|patients?)\b", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_carries_no_script_no_style_and_no_unkind_word(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text)
    assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", text)
    said = re.sub(r"\{#.*?#\}|type=\"submit\"|\{%.*?%\}", "", text, flags=re.S)
    assert not UNKIND.search(said), UNKIND.search(said)
    assert "|safe" not in text and "| safe" not in text


def test_no_unkind_word_is_said_by_the_code() -> None:
    said = []
    for path in sorted((ROOT / "portal").rglob("*.py")):
        for found in re.finditer(r"""(?:_|gettext|later)\(\s*"([^"]+)""", path.read_text(encoding="utf-8")):
            if UNKIND.search(found.group(1)):
                said.append(f"{path.name}: {found.group(1)}")
    assert said == []
