"""What every page is given: its language, its neighbours, the Trust's name, and functions for links."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, abort, current_app, g, request, url_for
from jinja2 import StrictUndefined

from portal.config import Settings
from portal.kit import clock, languages, words
from portal.kit.doors import Door
from portal.kit.words import gettext as _

DIST = Path(__file__).resolve().parent.parent.parent / "static" / "dist"


@dataclass(frozen=True)
class Link:
    """A link of a menu."""

    text: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class PageLanguage:
    """The same page in another language."""

    code: str
    name: str
    direction: str
    href: str
    absolute: str
    is_current: bool


@lru_cache
def _manifest() -> dict[str, Any]:
    return dict(json.loads((DIST / "manifest.json").read_text(encoding="utf-8")))


def asset(name: str) -> str:
    """The address of a static file, with the hash of its content in its name."""
    files = _manifest().get("files", _manifest())
    return f"/static/dist/{files[name]}"


def settings() -> Settings:
    """The Trust's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def door() -> Door | None:
    """The door that this request came to, if any."""
    doors: dict[str, Door] = current_app.extensions["doors"]
    return doors.get(request.endpoint or "")


def absolute(path: str) -> str:
    """A path as people type it: made from the setting, never from what the request says of itself."""
    return settings().base_url + path


def address(endpoint: str, locale: str, **values: Any) -> str:
    """The whole address of a door in a language, for messages; works outside requests too."""
    adapter = current_app.url_map.bind("portal", script_name=languages.prefix(locale) or "/")
    return absolute(adapter.build(endpoint, values))


def _path() -> str:
    return quote(request.path, safe="/")


def _there(menu: str) -> list[Any]:
    return [link for link in current_app.extensions[menu]() if link[1] in current_app.extensions["doors"]]


class PageContext:
    """`page` in templates."""

    @property
    def locale(self) -> str:
        """The language in use."""
        return words.locale()

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return words.language(words.locale()).direction

    @cached_property
    def languages(self) -> list[PageLanguage]:
        """Each language, with the address of this same page in it."""
        return [self._in(code) for code in settings().locales]

    def _in(self, code: str) -> PageLanguage:
        known = words.language(code)
        path = _path()
        query = request.query_string.decode("utf-8", "replace")
        there = languages.prefix(code) + path
        href = there + (f"?{query}" if query else "")
        return PageLanguage(code, known.name, known.direction, href, absolute(there), code == words.locale())

    @property
    def canonical(self) -> str:
        """The one address of this page in this language."""
        return absolute(languages.prefix(words.locale()) + _path())

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may list this page."""
        found = door()
        return found is not None and found.is_listed and not request.query_string

    @property
    def has_quick_exit(self) -> bool:
        """Whether the page offers to leave at once."""
        found = door()
        return found is not None and found.has_quick_exit

    @property
    def has_errors(self) -> bool:
        """Whether something typed must be put right."""
        return bool(g.get("has_errors", False))

    is_signed_in = property(lambda self: bool(g.get("is_signed_in", False)))
    is_staff = property(lambda self: bool(g.get("is_staff", False)))
    is_example = property(lambda self: settings().is_example)
    service_name = property(lambda self: settings().service_name)
    organisation = property(lambda self: settings().organisation)
    descriptor = property(lambda self: settings().descriptor)
    base_url = property(lambda self: settings().base_url)
    help_phone = property(lambda self: settings().help_phone)

    @property
    def example_notice(self) -> str:
        """What the example Trust says of itself on every page."""
        return _(
            "Example Trust: projects are from public pages of East London NHS Foundation Trust;"
            " people, places booked and activity are made up"
        )

    @cached_property
    def nav(self) -> list[Link]:
        """The main menu."""
        return [self._link(text, endpoint) for text, endpoint in _there("menu")]

    @cached_property
    def footer_links(self) -> list[Link]:
        """The links at the foot of every page."""
        return [self._link(text, endpoint) for text, endpoint in _there("footer")]

    @cached_property
    def staff_nav(self) -> list[Link]:
        """The menu of staff: only what this visitor may open."""
        may = g.get("permissions", frozenset())
        return [self._link(text, endpoint) for text, endpoint, needed in _there("staff_menu") if needed in may]

    def _link(self, text: str, endpoint: str) -> Link:
        href = url_for(endpoint)
        return Link(text, href, request.script_root + request.path == href)


def prepare(app: Flask) -> None:
    """Give templates what they may use, and make a missing value an error."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(words.untouched, words.untouched_plural, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(url=url_for, asset=asset, now=clock.now, listed=words.listed, said_role=words.role)
    env.globals.update(said_sentence=words.sentence)
    env.filters.update(
        day=words.day,
        short_day=words.short_day,
        month=words.month,
        hour=words.hour,
        moment=words.moment,
        number=words.number,
        pounds=words.pounds,
    )
    env.globals.update(span=words.span, waited=words.waited, ngettext_now=words.ngettext)

    @app.context_processor
    def give() -> dict[str, Any]:
        return {"page": PageContext()}

    @app.before_request
    def listen() -> None:
        words.speak(request.environ.get("portal.locale", words.SOURCE))
        found = door()
        if found is not None and found.largest_body:
            request.max_content_length = found.largest_body  # before anybody reads the form
        if any(ord(letter) < 32 or letter == "\x7f" for letter in request.path):
            abort(404)  # no address of ours has one, and PostgreSQL takes no NUL
