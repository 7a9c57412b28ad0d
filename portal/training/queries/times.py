"""When sessions are held: every date of each, and how an hour is said to those who may be in another country."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import literal, select, union_all
from sqlalchemy.sql.expression import Subquery

from portal.kit import words
from portal.kit.words import gettext as _
from portal.training.models import QISession, SessionDate


def span_words(mode: str, starts_at: datetime, ends_at: datetime) -> str:
    """From when until when; where people may join from another country, it says that the hours are those of the UK."""
    said = words.span(starts_at, ends_at)
    return said if mode == "in_person" else _("%(span)s, UK time", span=said)


def hour_words(mode: str, moment: datetime) -> str:
    """An hour; where people may join from another country, as the clocks of the UK show it."""
    said = words.hour(moment)
    return said if mode == "in_person" else _("%(hour)s, UK time", hour=said)


def held_on() -> Subquery:
    """Every date of every session that takes place: of which session, which it is (1 is the first), from when until when."""
    first = select(
        QISession.id.label("qi_session_id"), literal(1).label("number"), QISession.starts_at, QISession.ends_at
    )
    further = select(SessionDate.qi_session_id, SessionDate.number, SessionDate.starts_at, SessionDate.ends_at).where(
        SessionDate.cancelled_at.is_(None)
    )
    return union_all(first, further).subquery()
