"""Tests of signing in, and a request whose answer is looked at as it is."""

from __future__ import annotations

from typing import Any

from flask import g
from werkzeug.test import TestResponse

from portal import database
from tests.browser import Browser


def raw(browser: Browser, method: str, path: str, **what: Any) -> TestResponse:
    """The answer to one request, its redirect not followed; nobody is remembered from the request before."""
    database.session.remove()
    for name in list(g):
        g.pop(name)
    return browser.client.open(path, method=method, **what)
