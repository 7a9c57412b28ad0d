"""The database goes forwards and back, and is what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

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


BEFORE_FLAGS = """
INSERT INTO person (id, name, name_key, kind, locale, safe_hours, needs, created_at)
    VALUES (1, 'Ada', 'ada', 'not_said', 'en', '', '', '2026-03-02 10:00:00');
INSERT INTO contact_way (id, person_id, channel, value, created_at)
    VALUES (1, 1, 'email', 'ada@example.com', '2026-03-02 10:00:00');
INSERT INTO course (id, slug, title, summary, what_you_learn, who_for, length, leads_to, source_url, version)
    VALUES (1, 'c', 'C', '', '', 'staff', '', '', '', 1);
INSERT INTO qi_session (id, slug, course_id, starts_at, ends_at, mode, venue, how_to_get_there, access, online_link,
    online_note, host_role, expenses, capacity, taken, waiting, state, sequence, version)
    VALUES (1, 's', 1, '2026-03-20 10:00:00', '2026-03-20 12:00:00', 'online', '', '', '', '', '', '', '', 9, 1, 0,
        'published', 0, 1),
    (2, 't', 1, '2026-03-21 10:00:00', '2026-03-21 12:00:00', 'online', '', '', '', '', '', '', '', 9, 0, 0,
        'published', 0, 1);
INSERT INTO booking (id, reference, draft_key, token_digest, qi_session_id, person_id, contact_way_id, for_whom,
    helper_name, status, asked_at, needs, safe_hours)
    VALUES (1, 'A', 'a', 'a', 1, 1, 1, 'self', '', 'confirmed', '2026-03-02 10:00:00', 'A lift', ''),
    (2, 'B', 'b', 'b', 2, 1, 1, 'self', '', 'cancelled', '2026-03-02 10:00:00', 'A lift', '');
INSERT INTO expression_of_interest (id, reference, draft_key, person_id, contact_way_id, for_whom, helper_name, wants,
    experience, needs, safe_hours, step, asked_at, step_at, answer_by, answering_role, version)
    VALUES (1, 'C', 'c', 1, 1, 'self', '', '', '', 'Large print', '', 'new', '2026-03-02 10:00:00',
        '2026-03-02 10:00:00', '2026-03-09', 'Lead', 1),
    (2, 'D', 'd', 1, 1, 'self', '', '', '', '', '', 'new', '2026-03-02 10:00:00',
        '2026-03-02 10:00:00', '2026-03-09', 'Lead', 1)
"""


def test_what_people_needed_before_there_were_flags_is_shown_to_staff_all_the_same(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine, "0011")
    with empty_engine.begin() as connection:
        for statement in BEFORE_FLAGS.split(";"):
            connection.execute(text(statement))
    migrations.upgrade(empty_engine)
    with empty_engine.connect() as connection:
        kept = connection.execute(text("SELECT thing, kind, details, ended_at IS NULL FROM need_flag ORDER BY thing"))
        assert [tuple(row) for row in kept] == [
            ("booking 1", "other", "A lift", True),
            ("booking 2", "other", "A lift", False),
            ("interest 1", "other", "Large print", True),
        ]
