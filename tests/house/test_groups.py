"""Whatever walks through the served portal runs on the process that serves it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.groups import GROUPS, group_of

ASKS = re.compile(r"\b(served|walk): (Served|Walk)\b")
TESTS = Path(__file__).resolve().parent.parent


def test_every_test_that_asks_for_the_served_portal_is_in_a_group() -> None:
    asking = [p for p in TESTS.rglob("test_*.py") if ASKS.search(p.read_text(encoding="utf-8"))]
    names = [str(path.relative_to(TESTS.parent)) for path in asking]
    assert len(names) > 5
    assert not [name for name in names if not any(name.startswith(start) for start in GROUPS)]


def test_a_group_is_handed_out_whole_and_every_other_test_by_itself() -> None:
    assert {group_of(f"tests/journeys/test_{name}.py::test_it") for name in ("join", "story")} == {"journeys"}
    assert group_of("tests/kit/test_x.py::test_a") != group_of("tests/kit/test_x.py::test_b")
