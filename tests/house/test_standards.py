"""What docs/standards.md gives as evidence is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PLACES = re.compile(r"`((?:tests|portal|kit|templates)/[\w./]+?)`")


def _standards() -> str:
    return (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall(_standards())
    gone = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists() or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert len(named) > 40 and gone == []


def test_every_place_that_is_named_is_there() -> None:
    gone = [p for p in PLACES.findall(_standards()) if not ((ROOT / p).exists() or (ROOT / "portal" / p).exists())]
    assert gone == []
