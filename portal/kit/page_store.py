"""Finished public pages, kept in memory before Flask, and never older than the last public change."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from portal.kit.content_version import ContentVersion, VersionUnknown
from portal.kit.heads import Wsgi, without_body

Headers = list[tuple[str, str]]
LONGEST = 60.0  # seconds: pages also change because time goes by ("today", a session that begins)
MOST_BYTES = 24_000_000
KEPT = "portal.kept"


@dataclass
class Stored:
    """One page with its answers in each encoding, made when first asked for."""

    version: int
    ends_at: float
    body: bytes
    headers: Headers
    tag: str
    answers: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    def answer(self, encoding: str) -> tuple[Headers, bytes]:
        """The headers and the bytes for a browser that reads this encoding."""
        if encoding not in self.answers:
            body = _encoded(self.body, encoding)
            told = [("Content-Encoding", encoding)] if encoding else []
            self.answers[encoding] = (
                [*self.headers, *told, ("Content-Length", str(len(body))), ("ETag", self.tag_in(encoding))],
                body,
            )
        return self.answers[encoding]

    def tag_in(self, encoding: str) -> str:
        """The ETag of this page in this encoding."""
        return f'"{self.tag}{encoding and "-" + encoding}"'


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """The smallest encoding that a browser takes (RFC 9110, 12.5.3); q=0 is a no."""
    taken = parse_accept_header(accepted, Accept)
    return next((name for name in ("br", "gzip") if taken.quality(name) > 0), "")


def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=5)
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else body


class PageStore:
    """Answers a kept page from memory while nothing public has changed; all else goes on to the portal."""

    def __init__(self, inner: Wsgi, version: ContentVersion, asks: frozenset[str], most: int) -> None:
        self.inner, self.version, self.asks, self.most = inner, version, asks, most
        self.pages: OrderedDict[str, Stored] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self.inner(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        key = environ["PATH_INFO"] if not query else self._key(environ["PATH_INFO"], query)
        if not key:
            return self.inner(environ, start_response)
        try:
            version = self.version.read()
        except VersionUnknown:  # without knowing what is fresh, nothing is answered from here
            return self.inner(environ, start_response)
        stored = self.pages.get(key)
        if stored is None or stored.version != version or stored.ends_at < time.monotonic():
            found = self._ask(environ, start_response, key, version)
            if not isinstance(found, Stored):
                return found
            stored = found
        return _tell(stored, environ, start_response)

    def _key(self, path: str, query: str) -> str:
        """The same for the same questions in any order; "" when one is not known, so that nobody can fill the store."""
        try:
            pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
        except ValueError:
            return ""
        if len(query) > 300 or any(name not in self.asks for name, _value in pairs):
            return ""
        return f"{path}?{sorted(pairs)}"

    def _ask(self, environ: dict[str, Any], start_response: Any, key: str, version: int) -> Stored | Iterable[bytes]:
        """Ask the portal, and keep its answer when it is one to keep."""
        told: dict[str, Any] = {}

        def note(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            told.update(status=status, headers=headers, exc_info=exc_info)
            return lambda _data: None

        asked = {**environ, "REQUEST_METHOD": "GET"}
        answer = self.inner(asked, note)
        is_kept = asked.get(KEPT) and told["status"].startswith("200 ")
        if not is_kept or any(name.lower() == "set-cookie" for name, _value in told["headers"]):
            start_response(told["status"], told["headers"], told["exc_info"])
            return without_body(answer) if environ["REQUEST_METHOD"] == "HEAD" else answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        left_out = {"content-length", "vary", "etag"}
        headers = [(n, v) for n, v in told["headers"] if n.lower() not in left_out]
        tag = hashlib.blake2b(body, digest_size=12).hexdigest()
        stored = Stored(version, time.monotonic() + LONGEST, body, [*headers, ("Vary", "Accept-Encoding")], tag)
        self._keep(key, stored)
        return stored

    def _keep(self, key: str, stored: Stored) -> None:
        with self.lock:
            before = self.pages.pop(key, None)
            self.bytes += 2 * len(stored.body) - (2 * len(before.body) if before else 0)
            self.pages[key] = stored
            while len(self.pages) > self.most or self.bytes > MOST_BYTES:
                _key, gone = self.pages.popitem(last=False)
                self.bytes -= 2 * len(gone.body)


def _tell(stored: Stored, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    headers, body = stored.answer(_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    if asked and stored.tag in asked:
        start_response("304 Not Modified", [h for h in headers if h[0] not in {"Content-Length", "Content-Type"}])
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
