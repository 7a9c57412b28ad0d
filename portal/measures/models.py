"""Figures on involvement that the Trust has published."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base


class PublishedShare(Base):
    """A share that stands in a public page, with its counts where the page gives them."""

    __tablename__ = "published_share"
    __table_args__ = (UniqueConstraint("period", "area", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column()
    period: Mapped[str] = mapped_column(String(80))
    area: Mapped[str] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(200))
    numerator: Mapped[int | None] = mapped_column()
    denominator: Mapped[int | None] = mapped_column()
    share_percent: Mapped[int | None] = mapped_column()
    source_url: Mapped[str] = mapped_column(String(500), default="")
    is_seen: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(String(600), default="")
