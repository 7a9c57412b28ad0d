"""People: needs, ways, trusted people, drafts that can be taken up."""

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES_BEFORE = "state IN ('waiting', 'sent', 'failed', 'dropped')"
STATES_AFTER = "state IN ('waiting', 'sent', 'failed', 'dropped', 'by_hand')"
PERSON_COLUMNS = (
    "forgotten_at",
    "is_asked_equality",
    "back_on",
    "quiet_at",
    "needs_asked_at",
    "needs_reviewed_at",
    "check_word",
    "say_about",
    "may_leave_message",
)
# What people needed before there were flags is shown to staff as it was: in their own words.
FLAGS_OF_BOOKINGS = """
INSERT INTO need_flag (thing, person_id, directorate_id, kind, details, said, flagged_at, ended_at)
SELECT 'booking ' || booking.id, booking.person_id, qi_session.directorate_id, 'other', booking.needs, '',
    booking.asked_at, CASE WHEN booking.status IN ('confirmed', 'offered') THEN NULL ELSE booking.asked_at END
FROM booking JOIN qi_session ON qi_session.id = booking.qi_session_id WHERE booking.needs != ''
"""
FLAGS_OF_INTERESTS = """
INSERT INTO need_flag (thing, person_id, directorate_id, kind, details, said, flagged_at, ended_at)
SELECT 'interest ' || id, person_id, directorate_id, 'other', needs, '', asked_at,
    CASE WHEN step IN ('withdrawn', 'not_now') THEN step_at END
FROM expression_of_interest WHERE needs != ''
"""


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "equality_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_equality_count_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_count")),
        sa.UniqueConstraint(
            "quarter_on", "question", "answer", name=op.f("uq_equality_count_quarter_on_question_answer")
        ),
    )
    op.create_table(
        "access_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("details", sa.String(length=400), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_need_person_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_access_need_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_need")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_access_need_person_id_kind")),
    )
    op.create_table(
        "filled_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("how IN ('in_room', 'on_phone', 'on_paper', 'trusted')", name=op.f("ck_filled_in_how")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_filled_in_by_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_filled_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filled_in")),
        sa.UniqueConstraint("thing", name=op.f("uq_filled_in_thing")),
    )
    op.create_index("ix_filled_in_by_person", "filled_in", ["by_person_id"])
    op.create_index("ix_filled_in_person", "filled_in", ["person_id", "at"])

    op.create_table(
        "need_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("details", sa.String(length=2000), nullable=False),
        sa.Column("flagged_at", UtcDateTime(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=True),
        sa.Column("ready_by_id", sa.Integer(), nullable=True),
        sa.Column("is_met_for_person", sa.Boolean(), nullable=True),
        sa.Column("is_met_for_staff", sa.Boolean(), nullable=True),
        sa.Column("said", sa.String(length=400), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["directorate_id"], ["directorate.id"], name=op.f("fk_need_flag_directorate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_flag_person_id")),
        sa.ForeignKeyConstraint(["ready_by_id"], ["person.id"], name=op.f("fk_need_flag_ready_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_flag")),
        sa.UniqueConstraint("thing", "kind", name=op.f("uq_need_flag_thing_kind")),
    )
    op.create_index("ix_need_flag_directorate", "need_flag", ["directorate_id", "flagged_at"])
    op.create_index("ix_need_flag_person", "need_flag", ["person_id"])
    op.execute(FLAGS_OF_BOOKINGS)
    op.execute(FLAGS_OF_INTERESTS)

    op.create_table(
        "trusted_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=320), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("may_book", sa.Boolean(), nullable=False),
        sa.Column("may_get_reminders", sa.Boolean(), nullable=False),
        sa.Column("may_answer", sa.Boolean(), nullable=False),
        sa.Column("may_fill_in", sa.Boolean(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_trusted_person_ended_by_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_trusted_person_helper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trusted_person_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_person")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_trusted_person_token_digest")),
    )
    op.create_index("ix_trusted_person_helper", "trusted_person", ["helper_id"])
    op.create_index("ix_trusted_person_person", "trusted_person", ["person_id"])

    op.add_column("contact_way", sa.Column("goes_to_id", sa.Integer(), nullable=True))
    op.add_column("contact_way", sa.Column("goes_at", UtcDateTime(), nullable=True))
    op.add_column("contact_way", sa.Column("ended_at", UtcDateTime(), nullable=True))
    op.add_column("contact_way", sa.Column("may_sign_in", sa.Boolean(), nullable=False, server_default=sa.true()))

    op.add_column("draft", sa.Column("reference", sa.String(length=12), nullable=True))
    op.add_column("draft", sa.Column("owner_id", sa.Integer(), nullable=True))
    op.add_column("draft", sa.Column("by_id", sa.Integer(), nullable=True))
    op.add_column("draft", sa.Column("how", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("draft", sa.Column("channel", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("draft", sa.Column("value", sa.String(length=320), nullable=False, server_default=""))
    op.add_column("draft", sa.Column("warned_at", UtcDateTime(), nullable=True))
    op.create_index("ix_draft_owner", "draft", ["owner_id"])
    op.create_index("ix_draft_reference", "draft", ["reference"], unique=True)

    with op.batch_alter_table("message") as batch_op:  # no row points at a message, so SQLite may copy the table
        batch_op.add_column(sa.Column("by_person_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_message_by_person_id"), "person", ["by_person_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_message_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_message_state"), STATES_AFTER)

    op.add_column("person", sa.Column("may_leave_message", sa.Boolean(), nullable=True))
    op.add_column("person", sa.Column("say_about", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("person", sa.Column("check_word", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("person", sa.Column("needs_reviewed_at", UtcDateTime(), nullable=True))
    op.add_column("person", sa.Column("needs_asked_at", UtcDateTime(), nullable=True))
    op.add_column("person", sa.Column("quiet_at", UtcDateTime(), nullable=True))
    op.add_column("person", sa.Column("back_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("is_asked_equality", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("forgotten_at", UtcDateTime(), nullable=True))

    op.add_column("sign_in_code", sa.Column("opens", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    op.drop_column("sign_in_code", "opens")
    for name in PERSON_COLUMNS:
        op.drop_column("person", name)
    op.execute("UPDATE message SET state = 'failed' WHERE state = 'by_hand'")
    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_constraint(op.f("ck_message_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_message_state"), STATES_BEFORE)
        batch_op.drop_constraint(op.f("fk_message_by_person_id"), type_="foreignkey")
        batch_op.drop_column("by_person_id")
    op.drop_index("ix_draft_reference", table_name="draft")
    op.drop_index("ix_draft_owner", table_name="draft")
    for name in ("warned_at", "value", "channel", "how", "by_id", "owner_id", "reference"):
        op.drop_column("draft", name)
    for name in ("ended_at", "may_sign_in", "goes_at", "goes_to_id"):
        op.drop_column("contact_way", name)
    for name in ("trusted_person", "need_flag", "filled_in", "access_need", "equality_count"):
        op.drop_table(name)
