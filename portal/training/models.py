"""Courses, their sessions, and bookings with their history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


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
    source_url: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class QISession(Base):
    """A course on a day, with so many places."""

    __tablename__ = "qi_session"
    __table_args__ = (
        Index("ix_qi_session_state_starts", "state", "starts_at", "id"),
        Index("ix_qi_session_course", "course_id", "starts_at"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),  # the last word on every race
        CheckConstraint("capacity >= 1", name="capacity"),
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
    waiting: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    sequence: Mapped[int] = mapped_column(default=0)  # of its calendar entry, raised by each change
    version: Mapped[int] = mapped_column(default=1)


class Booking(Base):
    """A person's place in a session, or in its waiting list."""

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("qi_session_id", "person_id"),
        Index("ix_booking_session_status_asked", "qi_session_id", "status", "asked_at", "id"),
        Index("ix_booking_person", "person_id"),
        Index("ix_booking_status_offer", "status", "offer_ends_at"),
        CheckConstraint("status IN ('confirmed', 'waiting', 'offered', 'cancelled', 'lapsed')", name="status"),
        CheckConstraint("(status = 'offered') = (offer_ends_at IS NOT NULL)", name="offer"),
        CheckConstraint("for_whom IN ('self', 'with_someone', 'for_someone')", name="for_whom"),
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
    came: Mapped[bool | None] = mapped_column()


class BookingStep(Base):
    """One step of a booking's history, with why: never changed, never deleted."""

    __tablename__ = "booking_step"
    __table_args__ = (Index("ix_booking_step_booking", "booking_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    status: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(200), default="")
