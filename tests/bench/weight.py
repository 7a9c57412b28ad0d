"""What a first visit weighs: the page and everything that it asks for, as a phone gets it."""

from __future__ import annotations

import urllib.request
from urllib.parse import urljoin

from lxml import html

ASKED_BY = "//link[@rel='stylesheet']/@href | //script/@src | //img/@src | //link[@rel='icon'][1]/@href"


def first_visit(url: str) -> tuple[int, int]:
    """Bytes of bodies and headers, and requests, of a first visit (Brotli, as every phone of ten years takes it)."""
    total, page = _get(url)
    found = list(dict.fromkeys(html.fromstring(page).xpath(ASKED_BY)))
    return total + sum(_get(urljoin(url, address))[0] for address in found), 1 + len(found)


def _get(url: str) -> tuple[int, bytes]:
    import brotli

    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        body = answer.read()
        heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        whole = brotli.decompress(body) if answer.headers.get("Content-Encoding") == "br" else body
    return len(body) + heads, whole
