"""One address for each language: `/ur/projects`; English has no prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portal.kit.words import SOURCE

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class LanguagePrefix:
    """Moves the language out of the path, so that every door and every link works in each."""

    def __init__(self, inner: Wsgi, locales: tuple[str, ...]) -> None:
        self.inner = inner
        self.locales = frozenset(locales) - {SOURCE}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        first, slash, rest = environ.get("PATH_INFO", "/").lstrip("/").partition("/")
        environ["portal.locale"] = SOURCE
        if first in self.locales:
            environ["portal.locale"] = first
            environ["SCRIPT_NAME"] = f"/{first}"
            environ["PATH_INFO"] = slash + rest if slash else "/"
        return self.inner(environ, start_response)


def prefix(locale: str) -> str:
    """What stands before every path in this language."""
    return "" if locale == SOURCE else f"/{locale}"
