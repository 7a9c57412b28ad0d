"""Training: series, kept places, pairs, answers, attendance, certificates, feedback, calendars, messages of staff."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# A column brings its own check with it: the table need not be copied, and others may point to it.
ADD_ONLINE_TAKEN = """
ALTER TABLE qi_session ADD COLUMN online_taken INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_qi_session_online_taken
CHECK (online_taken >= 0 AND online_taken <= online_capacity)
"""
ADD_KEPT = """
ALTER TABLE qi_session ADD COLUMN ~kept INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_qi_session_~kept
CHECK (~kept >= 0 AND ~taken_by_others <= ~capacity - ~kept)
"""
ONLINE_BOOKINGS = """
UPDATE booking SET mode = 'online' WHERE qi_session_id IN (SELECT id FROM qi_session WHERE mode = 'online')
"""
ONLINE_STEPS = """
UPDATE booking_step SET mode = 'online' WHERE booking_id IN (SELECT id FROM booking WHERE mode = 'online')
"""
SAID_COMING = """
UPDATE booking SET said = 'coming' WHERE id IN (SELECT booking_id FROM booking_step WHERE why = 'coming')
"""
# When a session was changed last stands on record; of one that nobody ever changed, feeds say when it is held.
CHANGED = """
UPDATE qi_session SET changed_at = COALESCE(
(SELECT MAX(at) FROM audit_event WHERE thing = 'session ' || qi_session.id AND kind LIKE 'session %'), starts_at)
"""


def _text(name: str, length: int, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=default, nullable=False)


def plain() -> dict[str, list[sa.Column[Any]]]:
    """The new columns that have no check, by their table."""
    return {
        "booking": [
            _text("companion", 200),
            _text("who", 20, "not_said"),
            sa.Column("has_companion_come", sa.Boolean(), nullable=True),
            sa.Column("is_walk_in", sa.Boolean(), server_default=sa.false(), nullable=False),
        ],
        "booking_step": [
            sa.Column("offer_ends_at", UtcDateTime(), nullable=True),
            sa.Column("places", sa.Integer(), server_default="1", nullable=False),
            _text("mode", 12, "in_person"),
            sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        ],
        "course": [_text("questions", 600)],
        "qi_session": [
            sa.Column("kept_until", UtcDateTime(), nullable=True),
            sa.Column("last_ends_at", UtcDateTime(), server_default="1970-01-01 00:00:00+00:00", nullable=False),
            sa.Column("changed_at", UtcDateTime(), server_default="1970-01-01 00:00:00+00:00", nullable=False),
            sa.Column("moved_from_at", UtcDateTime(), nullable=True),
            sa.Column("needs_by", sa.Date(), nullable=True),
            sa.Column("is_step_free", sa.Boolean(), nullable=True),
            sa.Column("has_quiet_room", sa.Boolean(), nullable=True),
            sa.Column("guests", sa.Integer(), server_default="0", nullable=False),
            _text("host_name", 200),
            _text("parking", 300),
            _text("food", 300),
            _text("dial_in", 300),
            _text("materials_before", 2000),
            _text("materials_after", 2000),
            _text("template_name", 100),
        ],
    }


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_audit_event_thing", "audit_event", ["thing", "id"])
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_link_person_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_link_token_digest")),
    )
    op.create_table(
        "session_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("qi_session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_session_date_times")),
        sa.CheckConstraint("number >= 2", name=op.f("ck_session_date_number")),
        sa.ForeignKeyConstraint(["qi_session_id"], ["qi_session.id"], name=op.f("fk_session_date_qi_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_date")),
        sa.UniqueConstraint("qi_session_id", "number", name=op.f("uq_session_date_qi_session_id_number")),
    )
    op.create_table(
        "session_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("qi_session_id", sa.Integer(), nullable=False),
        sa.Column("to_whom", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=8000), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_session_message_by_person_id")),
        sa.ForeignKeyConstraint(["qi_session_id"], ["qi_session.id"], name=op.f("fk_session_message_qi_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_message")),
        sa.UniqueConstraint("key", name=op.f("uq_session_message_key")),
    )
    op.create_index("ix_session_message_session", "session_message", ["qi_session_id", "id"])

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("has_companion_come", sa.Boolean(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_attendance_booking_id")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_attendance_by_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("booking_id", "number", name=op.f("uq_attendance_booking_id_number")),
    )
    op.create_table(
        "booking_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_answer_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_answer")),
        sa.UniqueConstraint("booking_id", "number", name=op.f("uq_booking_answer_booking_id_number")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("is_for_companion", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_certificate_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("booking_id", "is_for_companion", name=op.f("uq_certificate_booking_id_is_for_companion")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    op.create_table(
        "training_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("was_good", sa.Integer(), nullable=True),
        sa.Column("was_clear", sa.Integer(), nullable=True),
        sa.Column("was_welcome", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("was_clear BETWEEN 1 AND 5", name=op.f("ck_training_feedback_was_clear")),
        sa.CheckConstraint("was_good BETWEEN 1 AND 5", name=op.f("ck_training_feedback_was_good")),
        sa.CheckConstraint("was_welcome BETWEEN 1 AND 5", name=op.f("ck_training_feedback_was_welcome")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_training_feedback_booking_id")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_training_feedback_by_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_feedback")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_training_feedback_booking_id")),
    )
    op.execute(
        "ALTER TABLE booking ADD COLUMN mode VARCHAR(12) DEFAULT 'in_person' NOT NULL CONSTRAINT ck_booking_mode"
        " CHECK (mode IN ('in_person', 'online'))"
    )
    op.execute(
        "ALTER TABLE booking ADD COLUMN places INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_booking_places"
        " CHECK (places IN (1, 2))"
    )
    op.execute(
        "ALTER TABLE booking ADD COLUMN said VARCHAR(10) DEFAULT '' NOT NULL CONSTRAINT ck_booking_said"
        " CHECK (said IN ('', 'coming', 'not_sure'))"
    )
    for table, columns in plain().items():
        for column in columns:
            op.add_column(table, column)
    for online in ("", "online_"):
        op.add_column(
            "qi_session", sa.Column(f"{online}taken_by_others", sa.Integer(), server_default="0", nullable=False)
        )
        if online:
            op.add_column("qi_session", sa.Column("online_capacity", sa.Integer(), server_default="0", nullable=False))
            op.execute(ADD_ONLINE_TAKEN)
        op.execute(ADD_KEPT.replace("~", online))
    op.execute("UPDATE qi_session SET last_ends_at = ends_at, taken_by_others = taken")
    op.execute(ONLINE_BOOKINGS)
    op.execute(ONLINE_STEPS)
    op.execute(SAID_COMING)
    op.execute(CHANGED)


def downgrade() -> None:
    """Back."""
    for name in ("online_kept", "online_taken", "online_capacity", "online_taken_by_others", "kept", "taken_by_others"):
        op.drop_column("qi_session", name)
    for table, columns in plain().items():
        for column in columns:
            op.drop_column(table, column.name)
    for name in ("said", "places", "mode"):
        op.drop_column("booking", name)
    op.drop_table("training_feedback")
    op.drop_table("certificate")
    op.drop_table("booking_answer")
    op.drop_table("attendance")
    op.drop_index("ix_session_message_session", "session_message")

    op.drop_table("session_message")
    op.drop_table("session_date")
    op.drop_index("ix_audit_event_thing", "audit_event")
    op.drop_table("calendar_link")
