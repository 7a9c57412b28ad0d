"""Reads for the copy that a person may take: each table once, every row that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, case, func, literal, or_, select

from portal.database import AnySelect, Base, rows
from portal.outbox.services import SIGN_IN
from portal.privacy.holding import Holding, Whose
from portal.privacy.holdings import HOLDINGS
from portal.privacy.queries.roles import role_of

# What a row of another table is called, where one of theirs points to it.
CALLED = {
    "booking": "reference",
    "claim": "reference",
    "contact_way": "value",
    "directorate": "name",
    "expression_of_interest": "reference",
    "opening": "title",
    "project": "title",
    "staff_account": "email",
    "story": "reference",
}


@dataclass(frozen=True)
class Section:
    """What one table holds of a person: the newest rows by their columns, and how many there are in all."""

    holding: Holding
    rows: list[dict[str, Any]]
    count: int

    @property
    def table(self) -> str:
        """The table that it is from."""
        return self.holding.table


def sections(whose: Whose, most: int | None = None) -> list[Section]:
    """Everything that is kept about a person, at most `most` rows of each kind. One query a table."""
    return [_section(holding, whose, most) for holding in HOLDINGS]


def _section(holding: Holding, whose: Whose, most: int | None) -> Section:
    shown = dict(_columns(holding, whose))
    found = rows(_statement(holding, list(shown.values()), whose, most))
    return Section(holding, [dict(zip(shown, row[1:], strict=True)) for row in found], found[0][0] if found else 0)


def _statement(holding: Holding, shown: list[Any], whose: Whose, most: int | None) -> AnySelect:
    table = holding.of
    statement: AnySelect = select(func.count().over(), *shown).where(holding.rows(whose))
    return statement.order_by(table.c.id.desc()).limit(most)


def _columns(holding: Holding, whose: Whose) -> Iterator[tuple[str, Any]]:
    """Each name and what stands under it: a role for a person, words for the number of something else."""
    for name in holding.shown():
        column = holding.of.c[name]
        if name in holding.acted:
            yield name.removesuffix("_id"), role_of(column, whose.person_id)
        elif name == "qi_session_id":
            yield from _session(column)
        elif name == "membership_id":
            yield from _team(column)
        elif column.foreign_keys and name not in holding.theirs:
            yield from _named(column)
        elif name == "id":
            yield "number", column
        elif name not in holding.theirs:
            yield name, _without_names(holding.of, column)


def _named(column: Column[Any]) -> Iterator[tuple[str, Any]]:
    above = next(iter(column.foreign_keys)).column.table
    said = above.c[CALLED[above.name]]
    yield column.name.removesuffix("_id"), select(said).where(above.c.id == column).scalar_subquery()


def _session(column: Column[Any]) -> Iterator[tuple[str, Any]]:
    held, course = (Base.metadata.tables[name] for name in ("qi_session", "course"))
    title = select(course.c.title).where(course.c.id == held.c.course_id, held.c.id == column)
    yield "session", title.scalar_subquery()
    yield "session_starts_at", select(held.c.starts_at).where(held.c.id == column).scalar_subquery()


def _team(column: Column[Any]) -> Iterator[tuple[str, Any]]:
    member, project = (Base.metadata.tables[name] for name in ("membership", "project"))
    title = select(project.c.title).where(project.c.id == member.c.project_id, member.c.id == column)
    yield "membership", title.scalar_subquery()


def _without_names(table: Table, column: Column[Any]) -> ColumnElement[Any]:
    """A column as it stands, but where it would tell a colleague's name, or a secret that opens something."""
    if (table.name, column.name) == ("expression_step", "note"):
        return case((table.c.what == "assigned", literal("")), else_=column)
    if (table.name, column.name) == ("message", "body"):
        return case((or_(table.c.priority == SIGN_IN, table.c.kind == "trust asked"), literal("")), else_=column)
    return column
