"""Pages of a long list by the key of the last row, so that the thousandth costs as little as the first."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_

from portal.database import AnySelect
from portal.kit.doors import LARGEST_ID

Row = TypeVar("Row")
PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and marks for the pages before and after ("" when there is none)."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Mark:
    """Where a page begins: after (or before) the row with this key."""

    key: tuple[Any, ...]
    is_back: bool = False


def read_mark(said: str) -> Mark | None:
    """A mark out of an address; None for the first page, and for one that was meddled with."""
    try:
        is_back, *key = json.loads(base64.urlsafe_b64decode(said.encode("ascii") + b"=="))
        moment, number = datetime.fromisoformat(key[0]), key[1]
    except (ValueError, TypeError, IndexError, KeyError):
        return None
    if moment.tzinfo is None or type(number) is not int or not 0 <= number <= LARGEST_ID:
        return None
    return Mark((moment, number), bool(is_back))


def _write(key: tuple[datetime, int], *, is_back: bool) -> str:
    packed = json.dumps([int(is_back), key[0].isoformat(), key[1]]).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_mark(
    statement: AnySelect, mark: Mark | None, at: Any, number: Any, *, is_newest_first: bool = True
) -> AnySelect:
    """`statement` in the order of `at` and `number`, from the row of the mark on; backwards where the mark goes back."""
    falls = is_newest_first != (mark is not None and mark.is_back)
    if mark is not None:
        moment, last = mark.key
        # The first half lets an index find its place.
        beyond = (
            and_(at <= moment, or_(at < moment, number < last))
            if falls
            else and_(at >= moment, or_(at > moment, number > last))
        )
        statement = statement.where(beyond)
    return statement.order_by(at.desc(), number.desc()) if falls else statement.order_by(at, number)


def page_of(
    found: Sequence[Row],
    mark: Mark | None,
    key: Callable[[Row], tuple[datetime, int]],
    per_page: int = PER_PAGE,
) -> Page[Row]:
    """Make a page from up to `per_page` + 1 rows read from `mark` on (in reverse when it goes back)."""
    has_more = len(found) > per_page
    kept = list(found[:per_page])
    is_back = mark is not None and mark.is_back
    if is_back:
        kept.reverse()
    has_before = (has_more if is_back else mark is not None) and bool(kept)
    has_after = (True if is_back else has_more) and bool(kept)
    return Page(
        kept,
        _write(key(kept[0]), is_back=True) if has_before else "",
        _write(key(kept[-1]), is_back=False) if has_after else "",
    )
