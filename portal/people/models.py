"""People, the ways to reach them safely, what they need to take part, and whom they trust."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Person(Base):
    """Someone the portal knows, with what they told us; staff are people too."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name_key", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(20), default="not_said")
    locale: Mapped[str] = mapped_column(String(12), default="en")
    safe_hours: Mapped[str] = mapped_column(String(400), default="")
    may_leave_message: Mapped[bool | None] = mapped_column()  # None until they said
    say_about: Mapped[str] = mapped_column(String(200), default="")  # what a caller may say it is about
    check_word: Mapped[str] = mapped_column(String(60), default="")  # said by both, so that each knows the other
    needs: Mapped[str] = mapped_column(String(2000), default="")  # in their own words, beside AccessNeed
    needs_reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    needs_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when we last asked if they still hold
    quiet_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when they want to hear nothing
    back_on: Mapped[date | None] = mapped_column()  # the day on which they want to hear from us again
    is_asked_equality: Mapped[bool] = mapped_column(default=False)  # what they answered is kept nowhere with them
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContactWay(Base):
    """One way to reach a person. Several people may share an address; one person has each address once."""

    __tablename__ = "contact_way"
    __table_args__ = (
        UniqueConstraint("person_id", "value"),
        Index("ix_contact_way_value", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(10))  # email, sms, phone or post
    value: Mapped[str] = mapped_column(String(320))  # lower-case address, +44…, or lines of a postal address
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    goes_to_id: Mapped[int | None] = mapped_column()  # the way that replaces it, from `goes_at` on
    goes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    may_sign_in: Mapped[bool] = mapped_column(default=True)  # one added later opens nothing until a code has come back
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # from then on it neither gets messages nor signs in
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccessNeed(Base):
    """One thing that a person needs so that they can take part, told once and kept until they end it.

    Identified and recorded, in the words of the Accessible Information Standard (DAPB1605).
    """

    __tablename__ = "access_need"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    details: Mapped[str] = mapped_column(String(400), default="")  # which language, which size of print
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who told us, if not the person
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NeedFlag(Base):
    """A need shown to those who must act on it for one thing, and whether it was met (DAPB1605: flagged, shared, met)."""

    __tablename__ = "need_flag"
    __table_args__ = (
        UniqueConstraint("thing", "kind"),
        Index("ix_need_flag_person", "person_id"),
        Index("ix_need_flag_directorate", "directorate_id", "flagged_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(String(80))  # as the record names it: "booking 12"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorate.id"))
    kind: Mapped[str] = mapped_column(String(30))
    details: Mapped[str] = mapped_column(String(2000), default="")
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when staff said that it is arranged
    ready_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_met_for_person: Mapped[bool | None] = mapped_column()  # what the person said afterwards
    is_met_for_staff: Mapped[bool | None] = mapped_column()  # what staff said afterwards
    said: Mapped[str] = mapped_column(String(400), default="")  # what the person wrote of it afterwards
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the person was asked
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the thing does not take place


class TrustedPerson(Base):
    """Someone whom a person lets help them: with what, and until when. Each signs in as themselves."""

    __tablename__ = "trusted_person"
    __table_args__ = (
        Index("ix_trusted_person_person", "person_id"),
        Index("ix_trusted_person_helper", "helper_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # once they said yes
    name: Mapped[str] = mapped_column(String(200))  # as the person names them
    channel: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(320))  # where they were asked
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    may_book: Mapped[bool] = mapped_column(default=False)
    may_get_reminders: Mapped[bool] = mapped_column(default=False)
    may_answer: Mapped[bool] = mapped_column(default=False)
    may_fill_in: Mapped[bool] = mapped_column(default=False)
    until_on: Mapped[date] = mapped_column()  # the last day
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FilledIn(Base):
    """Someone else filled something in with or for a person, who may say later whether it is right."""

    __tablename__ = "filled_in"
    __table_args__ = (
        Index("ix_filled_in_person", "person_id", "at"),
        Index("ix_filled_in_by_person", "by_person_id"),
        CheckConstraint("how IN ('in_room', 'on_phone', 'on_paper', 'trusted')", name="how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(String(80), unique=True)  # as the record names it: "booking 12"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_right: Mapped[bool | None] = mapped_column()  # what the person said of it, if they did
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
