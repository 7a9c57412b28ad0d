"""A step of the database is killed half-way, again and again: it is done again whole, and what was kept is still there."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, text

from portal import database, migrations, tables
from portal.database import Base
from tests.conftest import MONDAY

assert tables.ALL
LIVE_FROM = "0003"  # people are kept from this step on


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of its own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cut.sqlite3'}"
    server = request.getfixturevalue("postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS cut_off WITH (FORCE)")
        connection.execute("CREATE DATABASE cut_off")
    return server.replace("/postgres?", "/cut_off?").replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Our own way into that database."""
    bound = database._factory.kw.get("bind")
    made = database.connect(url)
    yield made
    database.session.remove()
    made.dispose()
    database._factory.configure(bind=bound)


def upgrade_and_die(url: str, changes: int) -> None:
    """In a process of its own: it is killed at its so-many-th change, before the database hears of it."""
    left = iter(range(changes, -1, -1))

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        is_change = statement.lstrip().upper().startswith(("CREATE", "ALTER", "INSERT", "UPDATE", "DROP"))
        if is_change and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    made = database.connect(url)
    event.listen(made, "before_cursor_execute", count)
    migrations.upgrade(made)


def version(url: str) -> str:
    looking = create_engine(url)
    with looking.connect() as connection:
        found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    looking.dispose()
    return found


def test_a_step_that_was_killed_leaves_the_one_before_and_is_completed(url: str, engine: Engine) -> None:
    migrations.upgrade(engine, LIVE_FROM)
    with engine.begin() as connection:  # as the code of that step wrote it
        connection.execute(
            text(
                "INSERT INTO person (name, name_key, kind, locale, safe_hours, needs, created_at)"
                " VALUES ('Amina Khan', 'amina khan', 'carer', 'en', '', '', :at)"
            ),
            {"at": MONDAY.replace(tzinfo=None)},
        )
    engine.dispose()
    seen = []
    for changes in (1, 4, 9, 16, 25, 36):
        process = multiprocessing.get_context("fork").Process(target=upgrade_and_die, args=(url, changes))
        process.start()
        process.join(60)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        seen.append(version(url))
    assert len(seen) >= 3 and seen == sorted(seen) and seen[0] == LIVE_FROM and seen[-1] > LIVE_FROM
    migrations.upgrade(engine)
    assert migrations.is_current(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM person")).scalars().all() == ["Amina Khan"]
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def is_ours(_thing: object, name: str, _kind: str, reflected: bool, _other: object) -> bool:
    return not (reflected and ("_words" in name or name == "words"))
