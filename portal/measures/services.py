"""Writing down published figures."""

from __future__ import annotations

from sqlalchemy import select

from portal.database import add, session, writes
from portal.kit.freshness import public_change
from portal.measures.models import PublishedShare
from portal.measures.queries import ShareRow


@writes
def add_share(share: ShareRow, position: int) -> None:
    """Add a published figure, unless it is there."""
    there = select(PublishedShare.id).where(
        PublishedShare.period == share.period,
        PublishedShare.area == share.area,
        PublishedShare.measure == share.measure,
    )
    if session.scalar(there) is None:
        add(PublishedShare(position=position, **vars(share)))
        public_change()
