"""What people say about themselves is counted, and used for nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sqlalchemy import Date, Integer, String

from portal.reaching.models import EqualityCount

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ROOT / "portal" / "reaching"
MAY_NAME_IT = {
    "portal/tables.py",
    "portal/site_map.py",
    "portal/example/reaching.py",  # makes up answers
    "portal/privacy/holdings.py",  # says that the table is about nobody
    "portal/migrations/versions/0012_people.py",
}
NAMES = re.compile(r"portal\.reaching|EqualityCount|equality_count")
PEOPLE = (
    "portal.people",
    "portal.signin",
    "portal.outbox",
    "portal.personal",
    "portal.kit.audit",
    "portal.kit.devices",
)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_nothing_else_reads_or_names_the_counts() -> None:
    outside = [path for path in sorted((ROOT / "portal").rglob("*.py")) if OURS not in path.parents]
    named = {str(path.relative_to(ROOT)) for path in outside if NAMES.search(path.read_text(encoding="utf-8"))}
    assert named - MAY_NAME_IT == set()


def test_whoever_counts_does_not_know_who_answers() -> None:
    knows = {
        f"{path.name} imports {name}"
        for path in sorted(OURS.rglob("*.py"))
        for name in imports(path)
        if name.startswith(PEOPLE)
    }
    assert knows == set()


def test_the_table_has_no_room_for_a_person_or_a_time() -> None:
    columns = {column.name: type(column.type) for column in EqualityCount.__table__.columns}
    assert columns == {"id": Integer, "quarter_on": Date, "question": String, "answer": String, "people": Integer}
    assert not EqualityCount.__table__.foreign_keys


def test_no_other_table_has_a_column_for_an_answer() -> None:
    from portal import tables
    from portal.database import Base
    from portal.reaching.queries import QUESTIONS

    assert tables.ALL
    held = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in QUESTIONS
    }
    assert held == set()
