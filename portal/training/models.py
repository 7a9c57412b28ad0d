"""Courses, their sessions, bookings with their history, and what comes of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime
from portal.kit import clock


class Course(Base):
    """Something that can be learnt, whenever it is held."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(600))
    what_you_learn: Mapped[str] = mapped_column(String(2000), default="")  # a line each
    who_for: Mapped[str] = mapped_column(String(40))
    length: Mapped[str] = mapped_column(String(200), default="")
    leads_to: Mapped[str] = mapped_column(String(80), default="")  # the slug of the next course
    questions: Mapped[str] = mapped_column(
        String(600), default=""
    )  # asked of those who book: a line each, at most three
    source_url: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


def _ends_at(context: Any) -> datetime:
    """A session on one day is over when that day's part is."""
    ends_at: datetime = context.get_current_parameters()["ends_at"]
    return ends_at


class QISession(Base):
    """A course on a day or on several, with so many places.

    `capacity`, `taken`, `taken_by_others` and `kept` count places in person, or online where it is held only there; a
    session that is both counts its places online apart. Kept places are for service users and carers.
    """

    __tablename__ = "qi_session"
    __table_args__ = (
        Index("ix_qi_session_state_starts", "state", "starts_at", "id"),
        Index("ix_qi_session_course", "course_id", "starts_at"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),  # the last word on every race
        CheckConstraint("capacity >= 1", name="capacity"),
        CheckConstraint("kept >= 0 AND taken_by_others <= capacity - kept", name="kept"),
        CheckConstraint("online_taken >= 0 AND online_taken <= online_capacity", name="online_taken"),
        CheckConstraint(
            "online_kept >= 0 AND online_taken_by_others <= online_capacity - online_kept", name="online_kept"
        ),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("state IN ('draft', 'published', 'cancelled')", name="state"),
        CheckConstraint("mode IN ('in_person', 'online', 'both')", name="mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mode: Mapped[str] = mapped_column(String(12))
    venue: Mapped[str] = mapped_column(String(300), default="")
    how_to_get_there: Mapped[str] = mapped_column(String(1000), default="")
    access: Mapped[str] = mapped_column(String(1000), default="")
    online_link: Mapped[str] = mapped_column(String(500), default="")  # only ever in a message to those booked
    online_note: Mapped[str] = mapped_column(String(500), default="")
    host_role: Mapped[str] = mapped_column(String(200), default="")
    expenses: Mapped[str] = mapped_column(String(600), default="")
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    capacity: Mapped[int] = mapped_column()
    taken: Mapped[int] = mapped_column(default=0)  # confirmed and offered places
    taken_by_others: Mapped[int] = mapped_column(default=0)  # those of them not taken by service users and carers
    kept: Mapped[int] = mapped_column(default=0)
    online_capacity: Mapped[int] = mapped_column(default=0)
    online_taken: Mapped[int] = mapped_column(default=0)
    online_taken_by_others: Mapped[int] = mapped_column(default=0)
    online_kept: Mapped[int] = mapped_column(default=0)
    kept_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # from then on kept places are for everyone
    waiting: Mapped[int] = mapped_column(default=0)  # bookings in either line
    last_ends_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_ends_at)  # of the last date that takes place
    needs_by: Mapped[date | None] = mapped_column()  # until when interpreters and BSL can be asked for
    host_name: Mapped[str] = mapped_column(String(200), default="")
    is_step_free: Mapped[bool | None] = mapped_column()  # None when nobody said
    has_quiet_room: Mapped[bool | None] = mapped_column()
    parking: Mapped[str] = mapped_column(String(300), default="")
    food: Mapped[str] = mapped_column(String(300), default="")
    dial_in: Mapped[str] = mapped_column(String(300), default="")  # by phone; only ever in a message to those booked
    materials_before: Mapped[str] = mapped_column(String(2000), default="")  # a line each: what it is, and its address
    materials_after: Mapped[str] = mapped_column(String(2000), default="")
    template_name: Mapped[str] = mapped_column(String(100), default="")  # a pattern for new sessions, never public
    guests: Mapped[int] = mapped_column(default=0)  # who came and gave no name
    state: Mapped[str] = mapped_column(String(12), default="draft")
    sequence: Mapped[int] = mapped_column(default=0)  # of its calendar entry, raised by each change
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)  # by staff, as calendars and feeds say
    moved_from_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # when it was to begin before staff moved it last
    version: Mapped[int] = mapped_column(default=1)


class SessionDate(Base):
    """A further date of a session that is held on several; the first one stands on the session."""

    __tablename__ = "session_date"
    __table_args__ = (
        UniqueConstraint("qi_session_id", "number"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("number >= 2", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    qi_session_id: Mapped[int] = mapped_column(ForeignKey("qi_session.id"))
    number: Mapped[int] = mapped_column()  # from 2 on, and never used for another date
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # stays, so that calendars take it out


class Booking(Base):
    """A person's place in a session, or in its waiting list; two places when someone comes with them."""

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("qi_session_id", "person_id"),
        Index("ix_booking_session_status_asked", "qi_session_id", "status", "asked_at", "id"),
        Index("ix_booking_person", "person_id"),
        Index("ix_booking_status_offer", "status", "offer_ends_at"),
        CheckConstraint("status IN ('confirmed', 'waiting', 'offered', 'cancelled', 'lapsed')", name="status"),
        CheckConstraint("(status = 'offered') = (offer_ends_at IS NOT NULL)", name="offer"),
        CheckConstraint("for_whom IN ('self', 'with_someone', 'for_someone')", name="for_whom"),
        CheckConstraint("mode IN ('in_person', 'online')", name="mode"),
        CheckConstraint("places IN (1, 2)", name="places"),
        CheckConstraint("said IN ('', 'coming', 'not_sure')", name="said"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the link that cancels or answers
    qi_session_id: Mapped[int] = mapped_column(ForeignKey("qi_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_way_id: Mapped[int] = mapped_column(ForeignKey("contact_way.id"))
    for_whom: Mapped[str] = mapped_column(String(20), default="self")
    helper_name: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the place in the line is by this, then by id
    offer_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    needs: Mapped[str] = mapped_column(String(2000), default="")
    safe_hours: Mapped[str] = mapped_column(String(400), default="")
    mode: Mapped[str] = mapped_column(String(12), default="in_person")  # for which places; each kind has its own line
    places: Mapped[int] = mapped_column(default=1)
    companion: Mapped[str] = mapped_column(String(200), default="")  # the name of whoever comes with them
    who: Mapped[str] = mapped_column(String(20), default="not_said")  # service_user, carer, staff, other or not_said
    said: Mapped[str] = mapped_column(String(10), default="")  # their answer to a reminder, for the present date
    came: Mapped[bool | None] = mapped_column()  # to any of its dates
    has_companion_come: Mapped[bool | None] = mapped_column()
    is_walk_in: Mapped[bool] = mapped_column(default=False)


class BookingStep(Base):
    """One step of a booking's history, with why: never changed, never deleted."""

    __tablename__ = "booking_step"
    __table_args__ = (Index("ix_booking_step_booking", "booking_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    status: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(200), default="")  # one of rules.Why
    offer_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places: Mapped[int] = mapped_column(default=1)
    mode: Mapped[str] = mapped_column(String(12), default="in_person")
    place: Mapped[int] = mapped_column(default=0)  # in the line, as they were told when they joined it


class BookingAnswer(Base):
    """What someone answered to a question of a course; the question as they read it."""

    __tablename__ = "booking_answer"
    __table_args__ = (UniqueConstraint("booking_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    number: Mapped[int] = mapped_column()
    question: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(String(1000))


class Attendance(Base):
    """Whether someone came on one of the dates of a session: 1 is the first."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("booking_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    number: Mapped[int] = mapped_column()
    came: Mapped[bool] = mapped_column()
    has_companion_come: Mapped[bool | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Certificate(Base):
    """That someone took part; others can check it by its code, only while the person wants that."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("booking_id", "is_for_companion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    is_for_companion: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    is_shared: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TrainingFeedback(Base):
    """What someone who came says of it: three answers from 1 (poor) to 5 (great), and their own words."""

    __tablename__ = "training_feedback"
    __table_args__ = (
        CheckConstraint("was_good BETWEEN 1 AND 5", name="was_good"),
        CheckConstraint("was_clear BETWEEN 1 AND 5", name="was_clear"),
        CheckConstraint("was_welcome BETWEEN 1 AND 5", name="was_welcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    was_good: Mapped[int | None] = mapped_column()
    was_clear: Mapped[int | None] = mapped_column()
    was_welcome: Mapped[int | None] = mapped_column()
    words: Mapped[str] = mapped_column(String(2000), default="")
    may_show: Mapped[bool] = mapped_column(default=False)  # the person lets others read the words, without a name
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when staff show them on the course's page
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CalendarLink(Base):
    """Someone's own secret calendar address; a new one, or none, ends it."""

    __tablename__ = "calendar_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionMessage(Base):
    """What staff wrote to those who booked a session: in which language, to whom, and to how many it went."""

    __tablename__ = "session_message"
    __table_args__ = (Index("ix_session_message_session", "qi_session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form that sent it, so that it goes once
    qi_session_id: Mapped[int] = mapped_column(ForeignKey("qi_session.id"))
    to_whom: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(8000))  # in each language it was written in, as JSON
    people: Mapped[int] = mapped_column()
    texts: Mapped[int] = mapped_column()  # parts of text messages, as phone companies count them
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
