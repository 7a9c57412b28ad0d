"""The database goes forwards and back, and is what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from portal import database, migrations, tables
from portal.database import Base

assert tables.ALL


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        server = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS stepwise")
            connection.execute("CREATE DATABASE stepwise")
        url = server.replace("/postgres?", "/stepwise?").replace("postgresql://", "postgresql+psycopg://")
    bound_before = database.session.get_bind() if database._factory.kw.get("bind") else None
    engine = database.connect(url)
    yield engine
    database.session.remove()
    engine.dispose()
    if bound_before is not None:
        database._factory.configure(bind=bound_before)


def test_every_step_goes_forward_back_and_forward_again(empty_engine: Engine) -> None:
    steps = ScriptDirectory.from_config(migrations.config_for(empty_engine))
    for step in reversed(list(steps.walk_revisions())):
        migrations.upgrade(empty_engine, step.revision)
        migrations.downgrade(empty_engine, step.down_revision or "base")  # type: ignore[arg-type]
        migrations.upgrade(empty_engine, step.revision)
    assert migrations.is_current(empty_engine)
    migrations.downgrade(empty_engine)
    left = {name for name in inspect(empty_engine).get_table_names() if not name.startswith("alembic")}
    assert left == set()


def test_the_database_is_what_the_models_say(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    def is_ours(thing: object, name: str, kind: str, reflected: bool, _other: object) -> bool:
        return not (reflected and ("_words" in name or name == "words"))

    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, Base.metadata) == []
