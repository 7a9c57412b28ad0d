"""Courses, sessions, bookings."""

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("what_you_learn", sa.String(length=2000), nullable=False),
        sa.Column("who_for", sa.String(length=40), nullable=False),
        sa.Column("length", sa.String(length=200), nullable=False),
        sa.Column("leads_to", sa.String(length=80), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_course_slug")),
    )
    op.create_table(
        "qi_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("how_to_get_there", sa.String(length=1000), nullable=False),
        sa.Column("access", sa.String(length=1000), nullable=False),
        sa.Column("online_link", sa.String(length=500), nullable=False),
        sa.Column("online_note", sa.String(length=500), nullable=False),
        sa.Column("host_role", sa.String(length=200), nullable=False),
        sa.Column("expenses", sa.String(length=600), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('in_person', 'online', 'both')", name=op.f("ck_qi_session_mode")),
        sa.CheckConstraint("state IN ('draft', 'published', 'cancelled')", name=op.f("ck_qi_session_state")),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_qi_session_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_qi_session_times")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_qi_session_taken")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_qi_session_course_id")),
        sa.ForeignKeyConstraint(["directorate_id"], ["directorate.id"], name=op.f("fk_qi_session_directorate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qi_session")),
        sa.UniqueConstraint("slug", name=op.f("uq_qi_session_slug")),
    )
    op.create_index("ix_qi_session_course", "qi_session", ["course_id", "starts_at"], unique=False)
    op.create_index("ix_qi_session_state_starts", "qi_session", ["state", "starts_at", "id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("draft_key", sa.String(length=64), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("qi_session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contact_way_id", sa.Integer(), nullable=False),
        sa.Column("for_whom", sa.String(length=20), nullable=False),
        sa.Column("helper_name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("offer_ends_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("needs", sa.String(length=2000), nullable=False),
        sa.Column("safe_hours", sa.String(length=400), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(status = 'offered') = (offer_ends_at IS NOT NULL)", name=op.f("ck_booking_offer")),
        sa.CheckConstraint("for_whom IN ('self', 'with_someone', 'for_someone')", name=op.f("ck_booking_for_whom")),
        sa.CheckConstraint(
            "status IN ('confirmed', 'waiting', 'offered', 'cancelled', 'lapsed')", name=op.f("ck_booking_status")
        ),
        sa.ForeignKeyConstraint(["contact_way_id"], ["contact_way.id"], name=op.f("fk_booking_contact_way_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id")),
        sa.ForeignKeyConstraint(["qi_session_id"], ["qi_session.id"], name=op.f("fk_booking_qi_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_booking_draft_key")),
        sa.UniqueConstraint("qi_session_id", "person_id", name=op.f("uq_booking_qi_session_id_person_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_booking_reference")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_booking_token_digest")),
    )
    op.create_index("ix_booking_person", "booking", ["person_id"], unique=False)
    op.create_index(
        "ix_booking_session_status_asked", "booking", ["qi_session_id", "status", "asked_at", "id"], unique=False
    )
    op.create_index("ix_booking_status_offer", "booking", ["status", "offer_ends_at"], unique=False)
    op.create_table(
        "booking_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_step_booking_id")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_booking_step_by_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_step")),
    )
    op.create_index("ix_booking_step_booking", "booking_step", ["booking_id", "id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_booking_step_booking", table_name="booking_step")
    op.drop_table("booking_step")
    op.drop_index("ix_booking_status_offer", table_name="booking")
    op.drop_index("ix_booking_session_status_asked", table_name="booking")
    op.drop_index("ix_booking_person", table_name="booking")
    op.drop_table("booking")
    op.drop_index("ix_qi_session_state_starts", table_name="qi_session")
    op.drop_index("ix_qi_session_course", table_name="qi_session")
    op.drop_table("qi_session")
    op.drop_table("course")
