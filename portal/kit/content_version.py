"""How many public changes there were, read for next to nothing: what a stored page is compared with."""

from __future__ import annotations

import sqlite3
import threading
from typing import Protocol

from sqlalchemy.engine import make_url


class VersionUnknown(Exception):
    """The database is away, so nobody can say what is fresh."""


class ContentVersion(Protocol):
    """Says how many public changes there were."""

    def read(self) -> int:
        """The number of public changes so far, or VersionUnknown."""


class OnSqlite:
    """The content version; SQLite tells for four microseconds whether any commit was made since the last look."""

    def __init__(self, url: str) -> None:
        self.path = make_url(url).database or ""
        self.held = threading.local()

    def read(self) -> int:
        """The number of public changes so far."""
        try:
            return self._read()
        except sqlite3.Error as problem:
            raise VersionUnknown from problem

    def _read(self) -> int:
        held = self.held
        if not hasattr(held, "cursor"):
            held.cursor = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None).cursor()
            held.seen, held.version = -1, -1
        (seen,) = held.cursor.execute("PRAGMA data_version").fetchone()
        if seen != held.seen:
            (held.version,) = held.cursor.execute("SELECT version FROM content_version").fetchone()
            held.seen = seen
        return int(held.version)
