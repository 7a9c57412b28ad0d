"""What lies in static/dist: complete, small, compressed, and made from what is in the repository now."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest

from tests.page.stand_in import DIST, ROOT, TEMPLATES

SOURCE = ROOT / "static" / "src"
MANIFEST: dict[str, Any] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
FILES = {name: built for name, built in MANIFEST.items() if name != "inputs"}
MOST_CSS, MOST_JS = 12_000, 1_200

# Classes of the kit that carry no rule of their own, or whose rules only its script would need.
UNSTYLED = {
    "nhsuk-card--care--non-urgent": "blue, as every care card is until told otherwise",
    "nhsuk-header__navigation-item--current": "the line under the page's own link goes by aria-current",
    "nhsuk-pagination__link--prev": "the arrow goes by the item around it",
    "nhsuk-pagination__link--next": "the arrow goes by the item around it",
}


def sheet(name: str = "portal.css") -> str:
    return (DIST / FILES[name]).read_text(encoding="utf-8")


def styled(name: str = "portal.css") -> set[str]:
    return {found.replace("\\", "") for found in re.findall(r"\.((?:nhsuk|app)-[\w\\-]+)", sheet(name))}


def pages() -> list[Path]:
    return [*TEMPLATES.rglob("*.html"), *(ROOT / "portal").rglob("*.py")]


def named() -> set[str]:
    """Every class of the kit that a template or a module names; build.mjs finds them in the same way."""
    words: set[str] = set()
    for page in pages():
        words.update(re.findall(r"nhsuk-[a-zA-Z0-9_-]*[a-zA-Z0-9]", page.read_text(encoding="utf-8")))
    return words


def pattern(families: list[str]) -> re.Pattern[str]:
    """Families of classes as build.mjs reads them."""
    return re.compile(f"^nhsuk-({'|'.join(f.replace('*', '.*') for f in families)})(--.*|__.*)?$")


def inputs() -> str:
    """The hash of all that goes into static/dist, as build.mjs makes it."""
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/nhsuk-frontend"]["version"]
    families = json.loads((SOURCE / "keep.json").read_text(encoding="utf-8"))
    keep, drop = pattern(families["keep"]), pattern(families["drop"])
    beyond = sorted(name for name in named() if not keep.match(name) or drop.match(name))
    names = ("build.mjs", "favicon.ico", "favicon.svg", "keep.json", "licence.txt", "portal.css", "portal.js")
    lines = "".join(f"{name} {hashlib.sha256((SOURCE / name).read_bytes()).hexdigest()}\n" for name in names)
    whole = f"nhsuk-frontend {version}\n{lines}{' '.join(beyond)}\n"
    return hashlib.sha256(whole.encode()).hexdigest()


def test_the_built_files_are_up_to_date() -> None:
    assert MANIFEST["inputs"] == inputs(), "the built files are out of date: run `make css` and commit static/dist"


def test_the_kit_is_pinned_exactly() -> None:
    wanted = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert wanted["nhsuk-frontend"] == "10.6.1"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_the_lock_names_no_host() -> None:
    lock = (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_name_carries_the_hash_of_what_is_in_it(name: str) -> None:
    digest = hashlib.sha256((DIST / FILES[name]).read_bytes()).hexdigest()[:12]
    stem, ending = name.split(".")
    assert FILES[name] == f"{stem}.{digest}.{ending}"


def test_nothing_old_is_left_behind() -> None:
    known = {"manifest.json", "licence.txt", *FILES.values()}
    with_copies = known | {f"{name}.{ending}" for name in known - {"manifest.json"} for ending in ("br", "gz")}
    assert {path.name for path in DIST.iterdir()} == with_copies


@pytest.mark.parametrize("name", [*sorted(FILES.values()), "licence.txt"])
def test_the_compressed_copies_hold_the_same(name: str) -> None:
    plain = (DIST / name).read_bytes()
    assert brotli.decompress((DIST / f"{name}.br").read_bytes()) == plain
    assert gzip.decompress((DIST / f"{name}.gz").read_bytes()) == plain


@pytest.mark.parametrize("name", ["portal.css", "portal-rtl.css"])
def test_a_sheet_is_small(name: str) -> None:
    assert (DIST / f"{FILES[name]}.br").stat().st_size <= MOST_CSS


def test_the_script_is_small() -> None:
    assert (DIST / f"{FILES['portal.js']}.br").stat().st_size <= MOST_JS


@pytest.mark.parametrize("name", ["portal.css", "portal-rtl.css"])
def test_a_sheet_fetches_nothing(name: str) -> None:
    text = sheet(name)
    assert "url(" not in text
    assert "@import" not in text
    assert "@font-face" not in text
    assert "Frutiger" not in text
    assert "font-family:arial,sans-serif" in text.lower()


@pytest.mark.parametrize("name", ["portal.css", "portal-rtl.css"])
def test_a_sheet_says_whose_work_it_is(name: str) -> None:
    assert "MIT licence" in sheet(name)[:200]
    assert "Permission is hereby granted" in (DIST / "licence.txt").read_text(encoding="utf-8")


def test_the_sheet_for_right_to_left_is_mirrored() -> None:
    assert ".nhsuk-inset-text{" in sheet()
    assert re.search(r"\.nhsuk-inset-text\{[^}]*border-left", sheet())
    assert re.search(r"\.nhsuk-inset-text\{[^}]*border-right", sheet("portal-rtl.css"))
    assert styled() <= styled("portal-rtl.css")


@pytest.mark.parametrize(
    "setting", ["prefers-contrast:more", "forced-colors:active", "prefers-reduced-motion", "print"]
)
def test_a_sheet_answers_to_what_a_reader_has_set(setting: str) -> None:
    for name in ("portal.css", "portal-rtl.css"):
        assert setting in sheet(name).replace(": ", ":")


def used_in(text: str) -> set[str]:
    """Whole class names in class="…", with the words of Jinja taken out; halves such as "nhsuk-tag--" are left out."""
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    found: set[str] = set()
    for value in re.findall(r"class=\"((?:[^\"{]|{{.*?}}|{%.*?%})*)\"", text):
        value = re.sub(r"{{.*?}}", "\0", value)
        value = re.sub(r"{%.*?%}", " ", value)
        found.update(word for word in value.split() if "\0" not in word)
    return found


EVERY_TEMPLATE = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_every_class_in_a_template_is_styled(name: str) -> None:
    used = used_in((TEMPLATES / name).read_text(encoding="utf-8"))
    lost = used - styled() - set(UNSTYLED)
    assert not lost, f"no rule for {sorted(lost)}: mistyped, or run `make css`"


def test_every_class_of_the_kit_in_a_module_is_styled() -> None:
    text = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "portal").rglob("*.py"))
    lost = used_in(text) - styled() - set(UNSTYLED)
    assert not lost


def test_what_is_excused_has_no_rule() -> None:
    assert set(UNSTYLED) & styled() == set()


KEPT = [
    "nhsuk-grid-row",
    "nhsuk-grid-column-two-thirds",
    "nhsuk-grid-column-one-third",
    "nhsuk-grid-column-one-half",
    "nhsuk-width-container",
    "nhsuk-heading-xl",
    "nhsuk-heading-l",
    "nhsuk-heading-m",
    "nhsuk-heading-s",
    "nhsuk-heading-xs",
    "nhsuk-body",
    "nhsuk-body-s",
    "nhsuk-lede-text",
    "nhsuk-caption-xl",
    "nhsuk-caption-l",
    "nhsuk-list",
    "nhsuk-list--bullet",
    "nhsuk-list--number",
    "nhsuk-u-visually-hidden",
    "nhsuk-u-margin-bottom-0",
    "nhsuk-u-margin-bottom-9",
    "nhsuk-u-margin-top-4",
    "nhsuk-u-padding-top-3",
    "nhsuk-u-secondary-text-colour",
    "nhsuk-table",
    "nhsuk-table__caption",
    "nhsuk-table__header--numeric",
    "nhsuk-table--responsive",
    "nhsuk-table__heading",
    "nhsuk-table-container",
    "nhsuk-tag",
    "nhsuk-tag--green",
    "nhsuk-tag--red",
    "nhsuk-tag--aqua-green",
    "nhsuk-card",
    "nhsuk-card--clickable",
    "nhsuk-card--warning",
    "nhsuk-card--care--urgent",
    "nhsuk-card--care--emergency",
    "nhsuk-card-group",
    "nhsuk-card-group__item",
    "nhsuk-summary-list__row--no-actions",
    "nhsuk-panel__heading",
    "nhsuk-inset-text",
    "nhsuk-details__summary",
    "nhsuk-breadcrumb__list",
    "nhsuk-back-link",
    "nhsuk-pagination__link",
    "nhsuk-action-link",
    "nhsuk-notification-banner--success",
    "nhsuk-error-summary",
    "nhsuk-button--secondary",
    "nhsuk-button--warning",
    "nhsuk-button-group",
    "nhsuk-input--width-10",
    "nhsuk-radios--inline",
    "nhsuk-checkboxes__hint",
    "nhsuk-select--error",
    "nhsuk-textarea--error",
    "nhsuk-date-input__item",
    "nhsuk-fieldset__legend--m",
    "nhsuk-label--m",
    "nhsuk-section-break--visible",
    "nhsuk-form-group--error",
    "nhsuk-skip-link",
]


@pytest.mark.parametrize("name", KEPT)
def test_what_page_writers_count_on_is_there(name: str) -> None:
    assert name in styled()
