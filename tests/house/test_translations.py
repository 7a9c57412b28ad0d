"""Every word that people see is there in every language, whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSLATIONS = ROOT / "translations"
LOCALES = sorted(p.parent.parent.name for p in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
GAPS = re.compile(r"%\((\w+)\)[sd]")


def _read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every message that the pages and the code use now."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "translations/babel.cfg"]
    subprocess.run([*command, "-k", "later", "-k", "ngettext:1,2", "-o", str(path), "."], cwd=ROOT, check=True)
    return _read(path)


def _ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_left_untranslated(locale: str, gathered: Catalog) -> None:
    known = _read(TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po", locale)
    missing = [str(i) for i in _ids(gathered) - _ids(known)]
    empty = []
    for message in known:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            empty.append(str(message.id))
    assert (missing, empty) == ([], [])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_its_gaps_and_its_plurals(locale: str) -> None:
    known = _read(TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po", locale)
    wrong = []
    for message in known:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        wanted = set(GAPS.findall(sources[-1]))
        for form in forms:
            # a singular may say "one" in words
            if set(GAPS.findall(form)) - wanted or (wanted - set(GAPS.findall(form)) - {"num"}):
                wrong.append(f"{message.id} → {form}")
        if len(sources) > 1 and len(forms) != known.num_plurals:
            wrong.append(f"{message.id}: {len(forms)} forms, not {known.num_plurals}")
    assert wrong == []
