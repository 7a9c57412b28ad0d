"""Finished pages are quick, and never older than the last public change."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import Client

from portal import create_app, database, migrations
from portal.database import writing
from portal.kit import content_version_postgresql, page_store
from portal.kit.freshness import public_change
from portal.kit.page_store import KEPT, PageStore
from tests.conftest import settings_for


class Portal:
    """A stand-in that counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.words = "first"
        self.is_kept = True
        self.cookie = ""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}")
        environ[KEPT] = self.is_kept
        headers = [("Content-Type", "text/html"), *([("Set-Cookie", self.cookie)] if self.cookie else [])]
        start_response("200 OK", headers)
        return [f"<p>{self.words}</p>".encode() * 50]


class Version:
    """A content version that a test sets."""

    number = 1

    def read(self) -> int:
        return self.number


@pytest.fixture
def portal_behind() -> Portal:
    return Portal()


@pytest.fixture
def version() -> Version:
    return Version()


@pytest.fixture
def visitor(portal_behind: Portal, version: Version) -> Client:
    return Client(PageStore(portal_behind, version, frozenset({"place", "q"}), most=3))  # type: ignore[arg-type]


def test_a_second_visit_asks_the_portal_nothing(visitor: Client, portal_behind: Portal) -> None:
    first, second = visitor.get("/projects"), visitor.get("/projects")
    assert first.data == second.data
    assert len(portal_behind.asked) == 1


def test_a_public_change_shows_at_once(visitor: Client, portal_behind: Portal, version: Version) -> None:
    visitor.get("/stories")
    portal_behind.words, version.number = "withdrawn", 2
    assert b"withdrawn" in visitor.get("/stories").data


def test_each_browser_is_answered_in_an_encoding_that_it_reads(visitor: Client) -> None:
    plain = visitor.get("/projects").data
    small = visitor.get("/projects", headers={"Accept-Encoding": "gzip, br"})
    middling = visitor.get("/projects", headers={"Accept-Encoding": "gzip"})
    assert brotli.decompress(small.data) == plain == gzip.decompress(middling.data)
    assert small.headers["Vary"] == "Accept-Encoding"
    assert len(small.data) == int(small.headers["Content-Length"]) < len(plain)


def test_a_page_that_the_browser_has_is_not_sent_again(visitor: Client) -> None:
    tag = visitor.get("/projects").headers["ETag"]
    again = visitor.get("/projects", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_head_request_is_told_the_size_and_sent_no_body(visitor: Client, portal_behind: Portal) -> None:
    assert visitor.head("/projects").data == b""
    portal_behind.is_kept = False
    assert visitor.head("/you").data == b""


def test_pages_with_a_cookie_and_pages_not_to_keep_are_never_kept(visitor: Client, portal_behind: Portal) -> None:
    portal_behind.cookie = "portal=secret"
    visitor.get("/projects")
    visitor.get("/projects")
    portal_behind.cookie, portal_behind.is_kept = "", False
    visitor.get("/you")
    visitor.get("/you")
    assert len(portal_behind.asked) == 4


def test_unknown_questions_do_not_fill_the_store(visitor: Client, portal_behind: Portal) -> None:
    for n in range(3):
        visitor.get(f"/projects?fill={n}")
        visitor.get("/projects?place=newham&q=a")
        visitor.get("/projects?q=a&place=newham")
    assert len(portal_behind.asked) == 3 + 1


def test_the_store_stays_small(visitor: Client, portal_behind: Portal) -> None:
    for n in range(10):
        visitor.get(f"/projects/{n}")
    store: PageStore = visitor.application
    assert len(store.pages) == 3


def test_a_page_does_not_outlive_its_minute(
    visitor: Client, portal_behind: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get("/training")
    later = page_store.time.monotonic() + page_store.LONGEST + 1
    monkeypatch.setattr(page_store.time, "monotonic", lambda: later)
    visitor.get("/training")
    assert len(portal_behind.asked) == 2


@pytest.fixture
def own_portal(tmp_path: Path, request: pytest.FixtureRequest, portal: Flask) -> Iterator[Flask]:
    """A second portal of the same kind of database, that keeps its pages."""
    url = portal.extensions["settings"].database_url
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    app = create_app(settings_for(kind, tmp_path, url, PAGES_KEPT="50"))
    migrations.upgrade(app.extensions["engine"])
    yield app
    database.session.remove()
    app.extensions["engine"].dispose()
    database.connect(url)


def test_the_real_database_says_when_something_public_changed(
    own_portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_version_postgresql, "ASKED_EACH", 0.0)
    store = own_portal.wsgi_app.application  # type: ignore[attr-defined]
    before = store.version.read()
    assert store.version.read() == before
    with own_portal.app_context(), writing():
        public_change()
    assert store.version.read() == before + 1
