"""What one table may hold of a person: how to find it, what of it is shown, what forgetting makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, Table, and_, case, cast, func, literal, or_, select

from portal.database import Base
from portal.kit import clock, references
from portal.kit.words import Later


@dataclass(frozen=True)
class Whose:
    """A person by number, the addresses that nobody else has, and what the database keeps of these instead of them."""

    person_id: int
    addresses: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()


class Fate(StrEnum):
    """What "forget me" does with a row."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    KEPT = "kept"


Find = Callable[[Table, Whose], ColumnElement[bool]]
Value = Callable[[Table, Whose, datetime], Any]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one table may hold of a person.

    `theirs` are columns with the number of whom the row is about; `acted` those of whoever did something with it, which
    are shown as a role and never as a name. `emptied` is the value that each column gets, or how to make it. `ours` are
    columns of text in which only our own words stand: kinds, references, digests. `goes` and `stays` say what forgetting
    takes away and what it leaves, with the reason.
    """

    table: str
    called: Later
    fate: Fate
    find: Find
    theirs: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    emptied: Mapping[str, Any] = field(default_factory=dict)
    ours: tuple[str, ...] = ()
    is_numbered: bool = False
    goes: Later | None = None
    stays: Later | None = None

    @property
    def of(self) -> Table:
        """The table itself."""
        return Base.metadata.tables[self.table]

    def rows(self, whose: Whose) -> ColumnElement[bool]:
        """Which of its rows are this person's."""
        return self.find(self.of, whose)

    def without_words(self, whose: Whose, now: datetime) -> dict[str, Any]:
        """What each column becomes when the person is forgotten."""
        return {name: value(self.of, whose, now) if callable(value) else value for name, value in self.emptied.items()}

    def shown(self) -> list[str]:
        """The columns that the person may see."""
        names = self.only or tuple(column.name for column in self.of.columns)
        return [name for name in names if name not in self.hidden and (name != "id" or self.is_numbered)]


def number(*names: str) -> Find:
    """Rows that hold their number in one of these columns."""
    return lambda table, whose: or_(*(table.c[name] == whose.person_id for name in names))


def through(column: str, parent: str) -> Find:
    """Rows that belong to a row of theirs in another table."""

    def find(table: Table, whose: Whose) -> ColumnElement[bool]:
        above = Base.metadata.tables[parent]
        return table.c[column].in_(select(above.c.id).where(above.c.person_id == whose.person_id))

    return find


def or_at_address(column: str, number: str) -> Find:
    """Rows that hold their number, or nobody's and an address that only they have."""
    return lambda table, whose: or_(
        table.c[number] == whose.person_id, and_(table.c[number].is_(None), table.c[column].in_(whose.addresses))
    )


def their_trust(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Trust given by them or to them, and questions to an address of theirs that nobody has answered."""
    return or_(table.c.person_id == whose.person_id, or_at_address("value", "helper_id")(table, whose))


def their_drafts(table: Table, whose: Whose) -> ColumnElement[bool]:
    """What they began signed in, asked us to write about, were sending as their session ended, or sent."""
    sent = [Base.metadata.tables[name] for name in ("booking", "expression_of_interest", "story", "claim")]
    was_sending = case((table.c.kind == "interrupted", table.c.data["person"].as_integer()))
    return or_(
        or_at_address("value", "owner_id")(table, whose),
        was_sending == whose.person_id,
        *(table.c.token_digest.in_(select(one.c.draft_key).where(one.c.person_id == whose.person_id)) for one in sent),
    )


def their_messages(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Messages to them, and the questions that they let us put to someone whom they trust."""
    trust = Base.metadata.tables["trusted_person"]
    asked = select(literal("trust asked ") + cast(trust.c.id, String)).where(trust.c.person_id == whose.person_id)
    return or_(or_at_address("address", "person_id")(table, whose), table.c.key.in_(asked))


def their_codes(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Codes that were asked for at an address that only they have, or to prove an address of theirs."""
    way = Base.metadata.tables["contact_way"]
    proves = select(literal("way ") + cast(way.c.id, String)).where(way.c.person_id == whose.person_id)
    at_address = or_(table.c.way_value.in_(whose.addresses), table.c.address_digest.in_(whose.digests))
    return or_(at_address, table.c.opens.in_(proves))


def their_tries(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Tries that can be traced at all: by a digest that is made anew from their address."""
    second_step = and_(table.c.kind == "second step", table.c.who == str(whose.person_id))
    return or_(second_step, table.c.who.in_(whose.digests))


def their_doubles(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Two records that staff found to be theirs, and what they decided as staff; that someone alike is known is no news."""
    theirs = or_(table.c.first_id == whose.person_id, table.c.second_id == whose.person_id)
    return or_(and_(theirs, table.c.state == "same"), table.c.decided_by_id == whose.person_id)


def their_record(table: Table, whose: Whose) -> ColumnElement[bool]:
    """What concerns them, and what they did that concerns nobody else: a reason that is somebody else's stays."""
    by_them = and_(table.c.by_person_id == whose.person_id, table.c.about_person_id.is_(None))
    return or_(table.c.about_person_id == whose.person_id, by_them)


def gone(table: Table, _whose: Whose, _now: datetime) -> Any:
    """Words that are different in each row where the database wants that, and that no secret and no address can match."""
    return literal("forgotten ") + cast(table.c.id, String)


def at_once(_table: Table, _whose: Whose, now: datetime) -> Any:
    """This moment."""
    return now


def ended(name: str) -> Value:
    """When it ended: now, if it had not."""
    return lambda table, _whose, now: func.coalesce(table.c[name], literal(now, table.c[name].type))


def ended_today(table: Table, _whose: Whose, now: datetime) -> Any:
    """The day it ended: today, if it had not."""
    return func.coalesce(table.c.ended_on, literal(clock.local(now).date(), table.c.ended_on.type))


def ended_by_them(table: Table, whose: Whose, _now: datetime) -> Any:
    """Who ended it: they, if nobody had."""
    return case((table.c.ended_at.is_(None), whose.person_id), else_=table.c.ended_by_id)


def not_sent_any_more(table: Table, _whose: Whose, _now: datetime) -> Any:
    """A message that is gone is gone; any other is dropped."""
    return case((table.c.state == "sent", "sent"), else_="dropped")


def unguessable(_table: Table, _whose: Whose, _now: datetime) -> Any:
    """What nobody can type."""
    return references.new_token()
