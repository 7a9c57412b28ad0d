"""A portal with many projects to measure: its database, its settings, and someone of its staff who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from flask import Flask

from portal import create_app, database, migrations
from portal.config import from_environment
from portal.kit import clock
from tests import factories
from tests.bench.filling import fill
from tests.browser import Browser
from tests.staffing import sign_in_staff

KEY = "a key for figures only, 0123456789 abcdefgh"


@dataclass(frozen=True)
class World:
    """What the servers are started with, and the pages to ask for (name, path, cookie)."""

    environment: dict[str, str]
    pages: list[tuple[str, str, str]]
    session_slug: str


@contextmanager
def world(folder: Path, server: str, projects: int) -> Iterator[World]:
    """A database with so many projects: a PostgreSQL one on `server`, or a SQLite file where it is ""."""
    environment = {
        "SECRET_KEY": KEY,
        "EXAMPLE": "yes",
        "BASE_URL": "http://localhost",
        "INSTANCE": str(folder),
        "DATABASE_URL": _new_database(server, f"bench{projects}")
        if server
        else f"sqlite:///{folder / 'bench.sqlite3'}",
    }
    app = create_app(from_environment(environment))
    engine = app.extensions["engine"]
    migrations.upgrade(engine)
    fill(engine, projects)
    with app.app_context():
        pages, slug = _one_of_each(app)
    database.session.remove()
    engine.dispose()
    yield World(environment, pages, slug)


def _new_database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[call-overload]
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return server.replace("/postgres?", f"/{name}?")


def _one_of_each(app: Flask) -> tuple[list[tuple[str, str, str]], str]:
    course = factories.ACourse()
    sessions = [
        factories.ASession(course, starts_at=clock.now() + timedelta(days=3 + n), capacity=10) for n in range(20)
    ]
    story = factories.AStory()
    for _n in range(20):
        factories.AStory()
        factories.AnExpression(factories.APerson(), None)
    browser = Browser(app)
    sign_in_staff(browser, "admin")
    cookie = browser.client.get_cookie("portal")
    assert cookie is not None
    held = f"portal={cookie.value}"
    return [
        ("home", "/", ""),
        ("browse", "/projects", ""),
        ("browse, narrowed", "/projects?directorate=d3&stage=testing", ""),
        ("browse, words", "/projects?q=calmer+mornings", ""),
        ("project", "/projects/b-7", ""),
        ("training list", "/training", ""),
        ("story", f"/stories/{story.slug}", ""),
        ("a form", f"/training/{sessions[0].slug}/book", ""),
        ("staff Today", "/staff", held),
    ], sessions[0].slug
