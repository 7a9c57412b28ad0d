"""What someone has filled in so far, kept on the server from their first step on."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import current_app
from flask import session as cookie
from sqlalchemy import JSON, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, session
from portal.kit import free, references

LETTERS = "CDFHJKMNPRTVWXYZ2346789"  # 23: sixteen of them are 72 bits, and can be written down


class Draft(Base):
    """The answers given so far in one journey; after sending, where to find what came of it."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_saved_at", "saved_at"),
        Index("ix_draft_owner", "owner_id"),
        Index("ix_draft_reference", "reference", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), default="")
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    reference: Mapped[str | None] = mapped_column(String(12))  # names it in links and on paper; opens nothing
    locale: Mapped[str] = mapped_column(String(12))
    owner_id: Mapped[int | None] = mapped_column()  # the number of the person who was signed in
    by_id: Mapped[int | None] = mapped_column()  # the number of whoever fills it in with them
    how: Mapped[str] = mapped_column(String(10), default="")  # "" when they fill it in themselves
    channel: Mapped[str] = mapped_column(String(10), default="")  # where to write about it
    value: Mapped[str] = mapped_column(String(320), default="")
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when we said that it would be deleted
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_sent(self) -> bool:
        """Whether the journey came to its end."""
        return self.sent_at is not None

    def answers(self) -> dict[str, Any]:
        """Every answer of every step, by the name of its field."""
        return {name: value for step in self.data.values() for name, value in step.items()}


def new_token() -> str:
    """A secret that can be written on paper: "KRTW-462C-…"."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def said_token(value: str) -> str:
    """A token as someone typed it back, in the form that we keep."""
    plain = "".join(c for c in value.upper() if c.isalnum())[:16]
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def _digest(token: str) -> str:
    return references.digest(f"draft {token}", key=current_app.config["SECRET_KEY"])


def find(token: str) -> Draft | None:
    """The draft of this token. One query."""
    return session.scalar(select(Draft).where(Draft.token_digest == _digest(token)))


def named(reference: str) -> Draft | None:
    """The draft of this reference, which names it and opens nothing. One query."""
    return session.scalar(select(Draft).where(Draft.reference == references.said_reference(reference)))


def slug(draft: Draft) -> str:
    """Its reference as it stands in an address: "KRT462W"; inside a write, for one from before may have none yet."""
    draft.reference = draft.reference or free.reference(Draft.reference)
    return draft.reference.replace(" ", "")


def begun_by(owner_id: int) -> list[Draft]:
    """What someone began while they were signed in, and did not send yet, newest first. One query."""
    mine = select(Draft).where(Draft.owner_id == owner_id, Draft.by_id.is_(None), Draft.sent_at.is_(None))
    return list(session.scalars(mine.order_by(Draft.saved_at.desc(), Draft.id.desc())))


def start(kind: str, subject: str, locale: str, *, now: datetime, **more: Any) -> tuple[Draft, str]:
    """A new draft in the present transaction, and the token that opens it; `more` are its other columns."""
    token = new_token()
    draft = Draft(
        kind=kind,
        subject=subject,
        token_digest=_digest(token),
        reference=free.reference(Draft.reference),
        locale=locale,
        **{"data": {}, "outcome": {}, "started_at": now, "saved_at": now, **more},
    )
    session.add(draft)
    session.flush()
    return draft, token


def held(kind: str, subject: str) -> str:
    """What this browser's cookie keeps of its draft: the token, "#" and the number of one's own, or ""."""
    return str((cookie.get("drafts") or {}).get(f"{kind} {subject}", ""))


def held_draft(kind: str, subject: str) -> Draft | None:
    """This browser's draft, if it has one. One query at most."""
    kept = held(kind, subject)
    if not kept:
        return None
    draft = session.get(Draft, int(kept[1:])) if kept.startswith("#") else find(kept)
    return draft if draft is not None and (draft.kind, draft.subject) == (kind, subject) else None


def is_held(draft: Draft) -> bool:
    """Whether this browser may go on with this very draft. One query at most."""
    here = held_draft(draft.kind, draft.subject)
    return here is not None and here.id == draft.id


def hold(kind: str, subject: str, token: str) -> None:
    """Let this browser go on with a draft; it keeps its newest eight."""
    kept = {**(cookie.get("drafts") or {})}
    kept.pop(f"{kind} {subject}", None)
    kept[f"{kind} {subject}"] = token
    cookie["drafts"] = dict(list(kept.items())[-8:])


def hold_known(draft: Draft) -> None:
    """Let this browser go on with a draft without its token: its owner is signed in, or proved the way that it has."""
    hold(draft.kind, draft.subject, f"#{draft.id}")


def let_go(kind: str, subject: str) -> None:
    """Let this browser begin the journey afresh."""
    cookie["drafts"] = {k: v for k, v in (cookie.get("drafts") or {}).items() if k != f"{kind} {subject}"}
