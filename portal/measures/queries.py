"""Reads about published figures on involvement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.database import rows
from portal.measures import rules
from portal.measures.models import PublishedShare


@dataclass(frozen=True)
class ShareRow:
    """A published figure."""

    period: str
    area: str
    measure: str
    numerator: int | None
    denominator: int | None
    share_percent: int | None
    source_url: str
    is_seen: bool
    note: str

    @property
    def month(self) -> date | None:
        """The first day of the month that it is of, when it is of one."""
        return rules.month_of(self.period)

    @property
    def has_counts(self) -> bool:
        """Whether the page that it is from says how many of how many."""
        return self.numerator is not None and self.denominator is not None


def published_shares() -> list[ShareRow]:
    """Every published figure, in its order. One query."""
    found = rows(
        select(
            PublishedShare.period,
            PublishedShare.area,
            PublishedShare.measure,
            PublishedShare.numerator,
            PublishedShare.denominator,
            PublishedShare.share_percent,
            PublishedShare.source_url,
            PublishedShare.is_seen,
            PublishedShare.note,
        ).order_by(PublishedShare.position)
    )
    return [ShareRow(*row) for row in found]
