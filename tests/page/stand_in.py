"""A page without the application: the templates alone, with a stand-in for everything that the app hands over."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from lxml import html
from wtforms import Form as PlainForm

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
DIST = ROOT / "static" / "dist"


def thing(**values: Any) -> SimpleNamespace:
    return SimpleNamespace(**values)


def a_page(**changed: Any) -> SimpleNamespace:
    """What the app says of a page."""
    locale = changed.get("locale", "en")
    known = [("en", "English", "ltr"), ("bn", "বাংলা", "ltr"), ("ur", "اردو", "rtl"), ("ar", "العربية", "rtl")]
    known += [("pl", "Polski", "ltr"), ("ro", "Română", "ltr"), ("tr", "Türkçe", "ltr"), ("so", "Soomaali", "ltr")]
    given = {
        "locale": locale,
        "direction": "rtl" if locale in {"ar", "ur"} else "ltr",
        "languages": [
            thing(
                code=code,
                name=name,
                direction=direction,
                href=f"/{code}/projects" if code != "en" else "/projects",
                absolute=f"https://portal.example/{code}/projects",
                is_current=code == locale,
            )
            for code, name, direction in known
        ],
        "canonical": "https://portal.example/projects",
        "is_indexed": True,
        "has_quick_exit": False,
        "has_errors": False,
        "is_example": False,
        "example_notice": "Example Trust: people are made up",
        "service_name": "Quality improvement",
        "organisation": "Example Trust",
        "descriptor": "NHS Foundation Trust",
        "help_phone": "",
        "nav": [
            thing(text=text, href=f"/{text.lower()}", is_current=text == "Projects")
            for text in ("Projects", "Training", "Stories", "Big I", "Get help now", "Your page")
        ],
        "staff_nav": [
            thing(text=text, href=f"/staff/{text.lower()}", is_current=text == "Today")
            for text in ("Today", "Interests", "Projects", "Training", "Stories", "Messages", "Looks on record")
        ],
        "is_staff": False,
        "is_signed_in": False,
        "footer_links": [
            thing(text=text, href=f"/{text.lower()}", is_current=False)
            for text in ("Get help now", "Accessibility", "Privacy", "Cookies", "How stories are read")
        ],
    }
    return thing(**{**given, **changed})


def environment() -> Environment:
    """Jinja as the app sets it up: strict, escaping, trimmed."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(lambda s: s, lambda s, p, n: s if n == 1 else p, newstyle=True)
    files = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    env.globals.update(
        asset=lambda name: f"/static/dist/{files[name]}",
        url=lambda endpoint, **values: f"/{endpoint}",
        csrf_token=lambda: "token",
    )
    return env


def the_kit() -> Environment:
    """The kit's own Jinja macros, the reference that ours are compared with."""
    return Environment(loader=PackageLoader("nhsuk_frontend_jinja"), undefined=ChainableUndefined, autoescape=True)


def tree(markup: str) -> list[Any]:
    """HTML as nested lists: tag, attributes, children; spaces between words count once."""
    found = html.fragments_fromstring(f"<div>{markup}</div>")[0]
    return [_node(child) for child in found]


def _node(element: Any) -> list[Any]:
    kept = {
        name: " ".join(sorted(value.split())) if name == "class" else value for name, value in element.attrib.items()
    }
    inside: list[Any] = [_words(element.text)]
    for child in element:
        inside += [_node(child), _words(child.tail)]
    return [element.tag, kept, [part for part in inside if part != ""]]


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


class Form(PlainForm):
    """A form whose fields may be told what is wrong."""

    def refuse(self, name: str, words: str) -> Form:
        self[name].errors = [words]
        return self
