"""The content version on PostgreSQL; apart, so that a portal on SQLite need not carry its driver."""

from __future__ import annotations

import threading
import time

import psycopg
from sqlalchemy.engine import make_url

from portal.kit.content_version import VersionUnknown

ASKED_EACH = 0.4  # seconds between looks


class OnPostgresql:
    """The content version, asked for at most every ASKED_EACH seconds."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.lock = threading.Lock()
        self.connection: psycopg.Connection[tuple[int]] | None = None
        self.asked_at, self.version = 0.0, -1

    def read(self) -> int:
        """The number of public changes so far."""
        if time.monotonic() - self.asked_at < ASKED_EACH:
            return self.version
        with self.lock:
            if time.monotonic() - self.asked_at >= ASKED_EACH:
                self._ask()
        return self.version

    def _ask(self) -> None:
        try:
            if self.connection is None or self.connection.closed:
                self.connection = psycopg.connect(self.url, autocommit=True, connect_timeout=3)
            row = self.connection.execute("SELECT version FROM content_version").fetchone()
        except psycopg.Error as problem:
            self.connection = None
            raise VersionUnknown from problem
        self.version = row[0] if row else -1
        self.asked_at = time.monotonic()
