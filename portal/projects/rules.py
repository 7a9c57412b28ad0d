"""What a project may be, and what may happen to it."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

NOT_FOR_THE_PUBLIC = ("qi.speedwaystaging.co.uk",)  # a staging copy: evidence, never a link


class Stage(StrEnum):
    """How far a project has come."""

    IDEA = "idea"
    STARTED = "started"
    TESTING = "testing"
    IMPROVING = "improving"
    SUSTAINED = "sustained"
    CLOSED = "closed"


class State(StrEnum):
    """Who may see a project's page: staff, everyone, or everyone as something that is over."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Involvement(StrEnum):
    """Whether service users and carers are on the team (Big I), were asked (little i), or neither."""

    BIG_I = "big_i"
    LITTLE_I = "little_i"
    NONE = "none"
    UNKNOWN = "unknown"


MOVES = {
    State.DRAFT: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.PUBLISHED}),
}


def may_move(state: str, to: str) -> bool:
    """Whether a project may go from one state to another; what was public never becomes a draft again."""
    return to in MOVES[State(state)]


def public_source(url: str) -> str:
    """The page that a project's facts are from, or "" when the public may not be sent there."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or (parts.hostname or "") in NOT_FOR_THE_PUBLIC:
        return ""
    return url


def is_thin(evidence: str) -> bool:
    """Whether little more than the project's title is known, so that its page must say so."""
    return evidence.startswith("title")
