"""Paging by key meets every row once, forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.kit import paging

START = datetime(2026, 1, 1, tzinfo=UTC)
Row = tuple[datetime, int]


def _read(rows: list[Row], mark: paging.Mark | None, per_page: int) -> list[Row]:
    """What a query does: newest first, `per_page` + 1 rows from the mark on."""
    ordered = sorted(rows, reverse=True)
    if mark is None:
        return ordered[: per_page + 1]
    if mark.is_back:
        return [row for row in reversed(ordered) if row > mark.key][: per_page + 1]
    return [row for row in ordered if row < mark.key][: per_page + 1]


def _page(rows: list[Row], said: str, per_page: int) -> paging.Page[Row]:
    mark = paging.read_mark(said)
    return paging.page_of(_read(rows, mark, per_page), mark, lambda row: row, per_page)


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 7))
def test_every_row_is_met_once_in_order_and_again_on_the_way_back(minutes: list[int], per_page: int) -> None:
    rows = [(START + timedelta(minutes=m), n) for n, m in enumerate(minutes)]
    pages = [_page(rows, "", per_page)]
    while pages[-1].after:
        pages.append(_page(rows, pages[-1].after, per_page))
    assert [row for page in pages for row in page.rows] == sorted(rows, reverse=True)
    back = [pages[-1]]
    while back[-1].before:
        back.append(_page(rows, back[-1].before, per_page))
    assert [list(page.rows) for page in reversed(back)] == [list(page.rows) for page in pages]


@given(st.text())
def test_a_mark_that_was_meddled_with_gives_the_first_page(said: str) -> None:
    paging.read_mark(said)


def test_forged_marks_are_the_first_page() -> None:
    import base64
    import json

    for forged in ([0, "2026-01-01T00:00:00", 1], [0, "2026-01-01T00:00:00+00:00", 2**31], [0, 5, 5], [], {}, [0, "x"]):
        said = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode()
        assert paging.read_mark(said) is None
