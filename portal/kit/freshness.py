"""One number that grows whenever something public changes, in the same transaction as the change."""

from __future__ import annotations

from sqlalchemy import BigInteger, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, session


class ContentVersion(Base):
    """The single row that says how many public changes there were; the page store reads it."""

    __tablename__ = "content_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=0)


def public_change() -> None:
    """Say, in the present transaction, that a public page may look different from its commit on."""
    session.execute(update(ContentVersion).where(ContentVersion.id == 1).values(version=ContentVersion.version + 1))
