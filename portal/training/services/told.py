"""Writing to those who booked a session: what would go, and sending it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from portal.database import add, session, writes
from portal.kit import audit, texts
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.outbox.services import Draft
from portal.training.messages import Told
from portal.training.messages.staff import from_staff
from portal.training.models import Booking, QISession, SessionMessage
from portal.training.queries.told import bookings_of
from portal.training.services import places

Said = Mapping[str, str]  # the words in each language that they were written in; in English always


@dataclass(frozen=True)
class Sample:
    """One message as those of one language and way get it, to how many people it goes, and in how many parts in all."""

    locale: str
    channel: str
    is_copy: bool  # for those who help someone
    is_own_language: bool
    subject: str
    body: str
    people: int
    texts: int


@dataclass(frozen=True)
class Preview:
    """What would go if it were sent now."""

    people: int  # who booked
    samples: tuple[Sample, ...]

    @property
    def texts(self) -> int:
        """How many parts of text messages there are in all."""
        return sum(sample.texts for sample in self.samples)

    def by(self, channel: str) -> int:
        """To how many it goes in this way."""
        return sum(sample.people for sample in self.samples if sample.channel == channel)


def preview(session_id: int, to_whom: str, said: Said, *, now: datetime) -> Preview:
    """What each would get, with no name and no reference in it; nothing is kept."""
    held = session.get_one(QISession, session_id)
    bookings = bookings_of(session_id, to_whom)
    if not bookings:
        raise Refused(_nobody(), "to_whom")
    alike: dict[tuple[str, str, bool], list[Told]] = {}
    for told in (told for of_booking in places.told_all(held, bookings, now) for told in of_booking):
        alike.setdefault((told.locale, told.to.channel, told.trust_id > 0), []).append(told)
    return Preview(len(bookings), tuple(_sample(alike[key], said) for key in sorted(alike)))


def _sample(alike: list[Told], said: Said) -> Sample:
    first = alike[0]
    shown = _written(replace(first, reference=_("(each has their own)"), helped="…"), said)
    return Sample(
        first.locale,
        first.to.channel,
        is_copy=first.trust_id > 0,
        is_own_language=first.locale in said,
        subject=shown.subject,
        body=shown.body,
        people=len(alike),
        texts=sum(_texts(_written(told, said)) for told in alike),
    )


def _written(told: Told, said: Said, *, message_id: int = 0, booking_id: int = 0) -> Draft:
    return from_staff(told, said, message_id=message_id, booking_id=booking_id)


def _texts(draft: Draft) -> int:
    return texts.parts(draft.body) if draft.channel == "sms" else 0


@writes
def tell(session_id: int, to_whom: str, said: Said, *, key: str, by: int, now: datetime) -> SessionMessage:
    """Write to everyone who is in this group now; a second press of the same form sends nothing more."""
    held = places.hold(session_id)
    before = session.scalar(select(SessionMessage).where(SessionMessage.key == key))
    if before is not None:
        return before
    bookings = bookings_of(held.id, to_whom)
    if not bookings:
        raise Refused(_nobody(), "to_whom")
    kept = json.dumps(dict(said), ensure_ascii=False)
    made = add(
        SessionMessage(
            key=key,
            qi_session_id=held.id,
            to_whom=to_whom,
            words=kept,
            people=len(bookings),
            texts=0,
            sent_at=now,
            by_person_id=by,
        )
    )
    drafts = _drafts(held, bookings, said, made.id, now)
    outbox.put_all(drafts, now=now)
    made.texts = sum(map(_texts, drafts))
    audit.record(
        "session message sent", now=now, by=by, thing=f"session {held.id}", people=made.people, texts=made.texts
    )
    return made


def _drafts(held: QISession, bookings: list[Booking], said: Said, message_id: int, now: datetime) -> list[Draft]:
    """The message of each booking, and the copies of it."""
    return [
        _written(told, said, message_id=message_id, booking_id=booking.id)
        for booking, of_booking in zip(bookings, places.told_all(held, bookings, now), strict=True)
        for told in of_booking
    ]


def _nobody() -> str:
    return _("Nobody is in this group any more. Choose another one.")
