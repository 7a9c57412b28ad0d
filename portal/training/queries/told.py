"""To whom staff can write about a session, and what they wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from portal.database import rows, session
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import queries as people
from portal.people import rules as people_rules
from portal.people.models import NeedFlag, Person
from portal.people.rules import OTHER
from portal.training.models import Booking, SessionMessage
from portal.training.rules import Status

PLACE, WAITING, NOT_SURE = "place", "waiting", "not_sure"
IN_PERSON, ONLINE, NEEDS, NEED = "in_person", "online", "needs", "need"
GROUPS = {
    PLACE: later("Everyone with a place"),
    WAITING: later("Everyone who waits for a place"),
    NOT_SURE: later("Those with a place who are not sure that they can come"),
    IN_PERSON: later("Those who come in person"),
    ONLINE: later("Those who take part online"),
    NEEDS: later("Those with a place who told us what they need"),
}
_has_place = Booking.status == Status.CONFIRMED
_flagged = people.flagged("booking", Booking.id) & NeedFlag.ended_at.is_(None)
_GROUPS: Mapping[str, ColumnElement[bool]] = {
    PLACE: _has_place,
    WAITING: Booking.status == Status.WAITING,
    NOT_SURE: _has_place & (Booking.said == "not_sure"),
    IN_PERSON: _has_place & (Booking.mode == "in_person"),
    ONLINE: _has_place & (Booking.mode == "online"),
    NEEDS: _has_place & exists().where(_flagged),
}


def are(to_whom: str) -> ColumnElement[bool]:
    """Which bookings a group holds: "place", or "need sign_language" for one kind of need."""
    name, _space, kind = to_whom.partition(" ")
    if name == NEED:
        return _has_place & exists().where(_flagged, NeedFlag.kind == kind)
    return _GROUPS[name]


def is_group(to_whom: str) -> bool:
    """Whether there can be such a group."""
    name, _space, kind = to_whom.partition(" ")
    return to_whom in GROUPS or (name == NEED and kind in {*people_rules.every_kind(), OTHER})


def group_words(to_whom: str) -> str:
    """A group in words."""
    name, _space, kind = to_whom.partition(" ")
    if name != NEED:
        return str(GROUPS[name])
    need = _("something in their own words") if kind == OTHER else people.need_words(kind)
    return _("Those with a place who need: %(need)s", need=need)


def _of(session_id: int) -> tuple[ColumnElement[bool], ...]:
    """The bookings of a session, but for those of people who are forgotten, to whom nothing is written."""
    is_there = exists().where(Person.id == Booking.person_id, Person.forgotten_at.is_(None))
    return Booking.qi_session_id == session_id, is_there


def groups(session_id: int, *, is_both: bool) -> dict[str, int]:
    """Every group that somebody is in, and how many are; in person and online only where there are both. Two queries."""
    asked = [name for name in GROUPS if is_both or name not in {IN_PERSON, ONLINE}]
    counted = rows(select(*(func.count().filter(_GROUPS[name]) for name in asked)).where(*_of(session_id)))[0]
    kinds = (
        select(NeedFlag.kind, func.count())
        .join(Booking, people.flagged("booking", Booking.id))
        .where(NeedFlag.ended_at.is_(None), _has_place, *_of(session_id))
        .group_by(NeedFlag.kind)
        .order_by(NeedFlag.kind)
    )
    found = {**dict(zip(asked, counted, strict=True)), **{f"{NEED} {kind}": count for kind, count in rows(kinds)}}
    return {name: count for name, count in found.items() if count}


def bookings_of(session_id: int, to_whom: str) -> list[Booking]:
    """The bookings of a group, in the order of asking. One query."""
    found = select(Booking).where(*_of(session_id), are(to_whom)).order_by(Booking.asked_at, Booking.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


@dataclass(frozen=True)
class SentRow:
    """A message of staff to a group, as the list shows it."""

    id: int
    sent_at: datetime
    by: str | None
    to_whom: str
    people: int
    texts: int
    kept: str

    @property
    def to_whom_words(self) -> str:
        """The group that it went to."""
        return group_words(self.to_whom)

    @property
    def words(self) -> dict[str, str]:
        """What was written, by language."""
        return dict(json.loads(self.kept))


def sent(session_id: int) -> list[SentRow]:
    """What staff wrote to those who booked a session, newest first. One query."""
    found = rows(
        select(
            SessionMessage.id,
            SessionMessage.sent_at,
            people.named(),
            SessionMessage.to_whom,
            SessionMessage.people,
            SessionMessage.texts,
            SessionMessage.words,
        )
        .outerjoin(Person, Person.id == SessionMessage.by_person_id)
        .where(SessionMessage.qi_session_id == session_id)
        .order_by(SessionMessage.id.desc())
    )
    return [SentRow(*row) for row in found]
