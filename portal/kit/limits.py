"""How often something may be tried, counted in the database so that every process counts alike."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, changed, session, writes

KEPT_FOR = timedelta(days=2)


class Attempt(Base):
    """One try at something by somebody, known only by a digest."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_who_at", "kind", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def try_once(kind: str, who: str, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count a try, in the present transaction; False when `most` were made before `within` that time."""
    made = session.scalar(
        select(func.count()).where(Attempt.kind == kind, Attempt.who == who, Attempt.at > now - within)
    )
    session.add(Attempt(kind=kind, who=who[:64], at=now))
    return (made or 0) < most


@writes
def forget_old(now: datetime) -> int:
    """Delete tries that no limit looks at any more; how many went."""
    return changed(delete(Attempt).where(Attempt.at < now - KEPT_FOR))
