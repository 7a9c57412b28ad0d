"""Files for spreadsheets: words stay words."""

from __future__ import annotations

import pytest

from portal.kit.sheets import as_csv


@pytest.mark.parametrize("said", ["=HYPERLINK(1)", "+44", "-1+1", "@SUM(1)", "\t=1", " =1"])
def test_nothing_that_someone_wrote_runs_as_a_formula(said: str) -> None:
    assert as_csv([[said]]).removeprefix("\ufeff").strip() in {f"'{said}", f'"\'{said}"'}


def test_numbers_and_words_are_left_as_they_are() -> None:
    assert as_csv([["East", 3, "a, b"]]) == '\ufeffEast,3,"a, b"\r\n'
