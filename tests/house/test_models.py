"""Habits of the tables that a machine can keep."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, DateTime

from portal import tables
from portal.database import Base, UtcDateTime

assert tables.ALL


def test_every_time_keeps_its_zone() -> None:
    bare = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, DateTime) and not isinstance(column.type, UtcDateTime)
    ]
    assert bare == []


def test_times_days_and_yes_or_no_are_named_as_such() -> None:
    wrong = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            name = column.name
            if isinstance(column.type, UtcDateTime) and not name.endswith(("_at", "_until")) and name != "at":
                wrong.append(f"{table.name}.{name} is a time and should end in _at")
            if isinstance(column.type, Date) and not name.endswith(("_on", "_by")):
                wrong.append(f"{table.name}.{name} is a day and should end in _on")
            if isinstance(column.type, Boolean) and not name.startswith(("is_", "has_", "may_")) and name != "came":
                wrong.append(f"{table.name}.{name} is yes or no and should begin with is_, has_ or may_")
    assert wrong == []


def test_every_foreign_key_can_be_followed_quickly_or_is_of_a_small_table() -> None:
    small = {"course", "qi_session", "staff_role", "project_place", "opening"}
    missing = []
    for table in Base.metadata.sorted_tables:
        if table.name in small:
            continue
        led = {next(iter(index.columns)).name for index in table.indexes}
        led |= {next(iter(c.columns)).name for c in table.constraints if len(list(getattr(c, "columns", []))) > 0}
        for key in table.foreign_keys:
            column = key.parent.name
            by_staff = column in {"by_person_id", "decided_by_id", "owner_id", "lead_id"}
            if column not in led and not by_staff and column != "contact_way_id":
                missing.append(f"{table.name}.{column}")
    assert missing == []
