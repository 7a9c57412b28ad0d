"""Files for spreadsheets: words stay words."""

from __future__ import annotations

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from portal.kit import words
from portal.kit.sheets import Sheet, as_csv, as_xlsx


@pytest.mark.parametrize("said", ["=HYPERLINK(1)", "+44", "-1+1", "@SUM(1)", "\t=1", " =1"])
def test_nothing_that_someone_wrote_runs_as_a_formula(said: str) -> None:
    assert as_csv([[said]]).removeprefix("\ufeff").strip() in {f"'{said}", f'"\'{said}"'}


def test_numbers_and_words_are_left_as_they_are() -> None:
    assert as_csv([["East", 3, "a, b"]]) == '\ufeffEast,3,"a, b"\r\n'


def opened(*sheets: Sheet) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx("Training", sheets)))


@pytest.mark.parametrize(
    "said", ["=1+1", '=HYPERLINK("https://example.com")', "{=1}", "+44", "https://example.com", "007"]
)
def test_in_a_workbook_words_stay_words(said: str) -> None:
    book = opened(Sheet("By course", ["Course"], [[said]]))
    assert book.get_sheet_by_index(0).to_python() == [["Course"], [said]]
    with zipfile.ZipFile(io.BytesIO(as_xlsx("Training", [Sheet("By course", ["Course"], [[said]])]))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page and "hyperlink" not in page and 't="inlineStr"' in page


def test_numbers_can_be_added_up_and_what_is_not_known_is_empty() -> None:
    book = opened(Sheet("By course", ["Course", "Came", "Days"], [["First step", 3, None], ["Coach", 0, 2.5]]))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Course", "Came", "Days"],
        ["First step", 3.0, ""],
        ["Coach", 0.0, 2.5],
    ]


def test_the_headings_stay_in_sight_and_are_bold() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx("Training", [Sheet("One", ["Course"], [["Coach"]])]))) as parts:
        page, styles = parts.read("xl/worksheets/sheet1.xml").decode(), parts.read("xl/styles.xml").decode()
    assert 'state="frozen"' in page and "<b/>" in styles


def test_every_tab_has_a_name_that_spreadsheets_take() -> None:
    long = "Everyone who took part: service users, carers / staff"
    names = opened(*(Sheet(long, ["A"], []) for _n in range(3)), Sheet("[]", ["A"], [])).sheet_names
    assert len({name.casefold() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_in_urdu_a_workbook_is_read_from_the_right() -> None:
    with words.speaking("ur"), zipfile.ZipFile(io.BytesIO(as_xlsx("T", [Sheet("1", ["A"], [])]))) as parts:
        assert 'rightToLeft="1"' in parts.read("xl/worksheets/sheet1.xml").decode()
