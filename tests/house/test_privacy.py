"""Nothing about a person is kept that the list of holdings does not know."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, String, Table, Text

from portal import tables
from portal.database import Base
from portal.privacy.holding import Fate, Holding, Whose
from portal.privacy.holdings import HOLDINGS, NOT_ABOUT_PEOPLE
from portal.privacy.queries import copy as copies
from portal.privacy.queries import labels, words

assert tables.ALL
PORTAL = Path(__file__).resolve().parent.parent.parent / "portal"
KNOWN = {one.table: one for one in HOLDINGS}
OF_A_PERSON = re.compile(r"(^|_)(person|owner|by|lead|helper|member|teller|staff)_id$")


def unknown_in(metadata: MetaData) -> list[str]:
    """Tables that the list does not know, and columns in which a person could stand without its knowing."""
    names = set(metadata.tables)
    found = sorted(names ^ (set(KNOWN) | NOT_ABOUT_PEOPLE)) + sorted(set(KNOWN) & NOT_ABOUT_PEOPLE)
    for table in metadata.sorted_tables:
        holding = KNOWN.get(table.name)
        known = {*holding.theirs, *holding.acted} if holding else set()
        found += [f"{table.name}.{c.name}" for c in table.columns if _names_a_person(c) and c.name not in known]
    return found


def _names_a_person(column: Column[object]) -> bool:
    above = {key.target_fullname for key in column.foreign_keys}
    through = above and not above & {"person.id"}
    return "person.id" in above or (not through and OF_A_PERSON.search(column.name) is not None)


def test_every_table_is_known_and_every_column_that_may_name_a_person() -> None:
    assert unknown_in(Base.metadata) == []


def test_a_new_table_and_a_new_column_are_noticed() -> None:
    metadata = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(metadata)
    assert unknown_in(metadata) == []
    Table("diary", metadata, Column("id", Integer, primary_key=True), Column("person_id", ForeignKey("person.id")))
    metadata.tables["booking"].append_column(Column("taken_by_id", Integer))
    assert sorted(unknown_in(metadata)) == ["booking.taken_by_id", "diary", "diary.person_id"]


def test_every_text_about_a_person_is_deleted_emptied_or_our_own_words() -> None:
    left = [
        f"{one.table}.{column.name}"
        for one in HOLDINGS
        if one.fate != Fate.DELETED
        for column in one.of.columns
        if isinstance(column.type, String | Text | JSON) and column.name not in {*one.emptied, *one.ours}
    ]
    assert left == []


def test_every_column_that_the_list_names_is_there() -> None:
    for one in HOLDINGS:
        named = {*one.theirs, *one.acted, *one.hidden, *one.only, *one.emptied, *one.ours}
        assert named <= {column.name for column in one.of.columns}, one.table


def test_what_goes_and_what_stays_is_said_where_it_does() -> None:
    for one in HOLDINGS:
        assert (one.goes is not None) == (one.fate != Fate.KEPT), one.table
        assert (one.stays is not None) == (one.fate != Fate.DELETED), one.table
        assert bool(one.emptied) == (one.fate == Fate.EMPTIED), one.table


def _shown(one: Holding) -> Iterator[str]:
    for name, _column in copies._columns(one, Whose(1)):
        yield name


def test_everything_that_is_shown_has_a_name_that_people_understand() -> None:
    shown = {name for one in HOLDINGS for name in _shown(one)}
    assert shown - set(labels.LABELS) == set(), "these have no words"
    assert set(labels.LABELS) - shown == set(), "these words are said nowhere"


def test_no_secret_is_ever_shown() -> None:
    for one in HOLDINGS:
        secret = [name for name in _shown(one) if re.search(r"digest|secret|token|_key$|counter", name)]
        assert secret == [], one.table


class Kinds(ast.NodeVisitor):
    """Every kind of event that a file writes on record; "*" stands for what only the run can tell.

    A kind may be handed down: a function that gives its own parameter to `record` is looked for in its turn.
    """

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.found: set[str] = set()
        self.known = {"record": 0, "look_at": 0}
        self.constants = {
            target.id: value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for names, values in [(_all(node.targets[0]), _all(node.value))]
            for target, value in zip(names, values, strict=False)
            if isinstance(target, ast.Name) and isinstance(value, ast.Constant)
        }

    def gather(self) -> set[str]:
        """Look until no more functions are found that hand a kind down."""
        before = -1
        while before != len(self.known):
            before = len(self.known)
            self.visit(self.tree)
        return self.found

    def visit_FunctionDef(self, function: ast.FunctionDef) -> None:
        """Look at each call inside."""
        given = [argument.arg for argument in function.args.args]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and _name(call.func) in self.known:
                place = self.known[_name(call.func)]
                if place < len(call.args):
                    self._note(call.args[place], function.name, given)

    def _note(self, said: ast.expr, function: str, given: list[str]) -> None:
        if isinstance(said, ast.Name) and said.id in given:
            self.known.setdefault(function, given.index(said.id))
        elif isinstance(said, ast.Name) and said.id in self.constants:
            self.found.add(str(self.constants[said.id]))
        elif isinstance(said, ast.Constant):
            self.found.add(str(said.value))
        elif isinstance(said, ast.JoinedStr):
            self.found.add("".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in said.values))
        elif isinstance(said, ast.IfExp):
            self._note(said.body, function, given)
            self._note(said.orelse, function, given)
        else:
            self.found.add(f"what {function} says, which cannot be read here")


def _all(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _name(call: ast.expr) -> str:
    if isinstance(call, ast.Attribute):
        return f"{_name(call.value)}.{call.attr}".removeprefix("audit.")
    return call.id if isinstance(call, ast.Name) else ""


def test_every_kind_of_event_has_words_for_the_person_whom_it_concerns() -> None:
    files = [path for path in PORTAL.rglob("*.py") if path.name != "audit.py"]
    found = {kind for path in files for kind in Kinds(path.read_text(encoding="utf-8")).gather()}
    assert len(found) > 50
    known = {*words.KINDS, *words.OF_THE_TRUST}
    silent = [kind for kind in found if not any(re.fullmatch(kind.replace("*", ".+"), one) for one in known)]
    assert sorted(silent) == []


def test_a_kind_that_is_handed_down_is_found() -> None:
    source = """
KIND = "seen"
def _deep(kind, now):
    audit.record(kind, now=now)
def _less(reason, kind):
    _deep(kind, 1)
def done():
    _less("", "story sung")
    audit.look_at(KIND, [], by=1, now=2)
    audit.record(f"project {to}", now=1)
"""
    assert Kinds(source).gather() == {"story sung", "seen", "project *"}


# Here a name is read for its letters, for the person themselves, or of staff who work here now.
NAMES_READ = {
    "outbox/queries.py",
    "people/queries/reach.py",
    "personal/queries/known.py",
    "privacy/queries/whose.py",
    "projects/queries/staff.py",
    "signin/access.py",
}


def test_wherever_a_page_shows_a_name_it_asks_for_it_so_that_nobody_forgotten_has_none() -> None:
    bare = []
    for path in PORTAL.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            is_bare = re.search(r"\b(Person|Owner|By)\.name\b", line)
            if is_bare and "order_by" not in line and str(path.relative_to(PORTAL)) not in NAMES_READ:
                bare.append(f"{path.relative_to(PORTAL)}: {line.strip()}")
    assert bare == [
        "teams/queries/interests.py: select(Person.id, Person.name)",
        "teams/queries/waits.py: Person.name,",
    ]
