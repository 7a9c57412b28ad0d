"""Where a story may be used now, as one column of a read."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, func, select

from portal.stories.models import Story, StoryUse


def given() -> ScalarSelect[str]:
    """The uses that the teller agrees to, joined by commas; None when there are none."""
    return (
        select(func.aggregate_strings(StoryUse.use, ","))
        .where(StoryUse.story_id == Story.id, StoryUse.withdrawn_at.is_(None))
        .scalar_subquery()
    )


def read(joined: str | None) -> frozenset[str]:
    """The uses out of that column."""
    return frozenset(joined.split(",")) if joined else frozenset()
