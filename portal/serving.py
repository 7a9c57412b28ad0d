"""What stands around Flask: languages, stored pages, static files; and the processes that serve."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal.config import ROOT, Settings
from portal.kit.content_version import ContentVersion, OnSqlite
from portal.kit.heads import HeadAsGet
from portal.kit.languages import LanguagePrefix
from portal.kit.page_store import PageStore

YEAR = 31_536_000
LONGEST_STOP = "10s"  # a web process that was just starting when it was told to stop may not have heard it


def wrap(app: Flask, settings: Settings) -> None:
    """Put the layers around the application, the outermost last."""
    if settings.proxies:  # only then may a header say who asks: limits count by it
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = HeadAsGet(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = LanguagePrefix(app.wsgi_app, settings.locales)  # type: ignore[method-assign]
    if settings.pages_kept:
        version = _content_version(settings.database_url)
        asks = frozenset(ask for door in app.extensions["doors"].values() for ask in door.asks)
        app.wsgi_app = PageStore(app.wsgi_app, version, asks, settings.pages_kept)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=ROOT / "static" / "dist",
        prefix="/static/dist/",
        max_age=YEAR,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        mimetypes={".svg": "image/svg+xml"},
    )


def _content_version(url: str) -> ContentVersion:
    if url.startswith("sqlite"):
        return OnSqlite(url)
    from portal.kit.content_version_postgresql import OnPostgresql

    return OnPostgresql(url)


def serve(settings: Settings) -> int:
    """Run the web server and the worker side by side; start again whichever of them ends, until told to stop."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", settings.host),
        *("--port", str(settings.port), "--workers", str(settings.workers), "--blocking-threads", "8"),
        *("--respawn-failed-workers", "--workers-kill-timeout", LONGEST_STOP, "--no-ws"),
        *("--log-level", "warning", "wsgi:app"),
    ]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    stopping = False

    def told(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    running = {name: _start(line) for name, line in (("web", web), ("worker", worker))}
    while not stopping:
        for name, line in (("web", web), ("worker", worker)):
            if running[name].poll() is not None:
                time.sleep(1)
                running[name] = _start(line)
        time.sleep(0.2)
    for process in running.values():
        process.terminate()
    return max(process.wait(timeout=20) for process in running.values())


def _start(line: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(line, cwd=ROOT, env=os.environ.copy())  # noqa: S603 - our own words
