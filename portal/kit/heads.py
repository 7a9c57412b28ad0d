"""HEAD is asked as GET: no view ever meets it, so none can take it for a POST."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class HeadAsGet:
    """Answers HEAD with the headers that GET would have, and no body."""

    def __init__(self, inner: Wsgi) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return self.inner(environ, start_response)
        return without_body(self.inner({**environ, "REQUEST_METHOD": "GET"}, start_response))


def without_body(answer: Iterable[bytes]) -> Iterable[bytes]:
    """An answer whose words are thrown away; what it held open is closed."""
    getattr(answer, "close", lambda: None)()
    return []
