"""Openings, expressions of interest, members."""

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "expression_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("draft_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contact_way_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("for_whom", sa.String(length=20), nullable=False),
        sa.Column("helper_name", sa.String(length=200), nullable=False),
        sa.Column("wants", sa.String(length=4000), nullable=False),
        sa.Column("experience", sa.String(length=4000), nullable=False),
        sa.Column("needs", sa.String(length=2000), nullable=False),
        sa.Column("safe_hours", sa.String(length=400), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("step_at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answering_role", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("told_late_at", UtcDateTime(), nullable=True),
        sa.Column("late_answer_by", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "for_whom IN ('self', 'with_someone', 'for_someone')", name=op.f("ck_expression_of_interest_for_whom")
        ),
        sa.CheckConstraint(
            "step IN ('new', 'contacted', 'met', 'joined', 'not_now', 'withdrawn')",
            name=op.f("ck_expression_of_interest_step"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_way_id"], ["contact_way.id"], name=op.f("fk_expression_of_interest_contact_way_id")
        ),
        sa.ForeignKeyConstraint(
            ["directorate_id"], ["directorate.id"], name=op.f("fk_expression_of_interest_directorate_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_expression_of_interest_owner_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expression_of_interest_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_expression_of_interest_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expression_of_interest")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_expression_of_interest_draft_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_expression_of_interest_reference")),
    )
    op.create_index(
        "ix_expression_directorate_step",
        "expression_of_interest",
        ["directorate_id", "step", "answer_by"],
        unique=False,
    )
    op.create_index("ix_expression_person", "expression_of_interest", ["person_id"], unique=False)
    op.create_index("ix_expression_project", "expression_of_interest", ["project_id"], unique=False)
    op.create_index("ix_expression_step_answer_by", "expression_of_interest", ["step", "answer_by", "id"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("what_you_would_do", sa.String(length=2000), nullable=False),
        sa.Column("hours_a_month", sa.String(length=60), nullable=False),
        sa.Column("meets", sa.String(length=300), nullable=False),
        sa.Column("is_in_person", sa.Boolean(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_by_phone", sa.Boolean(), nullable=False),
        sa.Column("where", sa.String(length=300), nullable=False),
        sa.Column("access", sa.String(length=500), nullable=False),
        sa.Column("paid", sa.String(length=500), nullable=False),
        sa.Column("support", sa.String(length=500), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("rested_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_opening_state")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_opening_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
    )
    op.create_index("ix_opening_project", "opening", ["project_id"], unique=False)
    op.create_index("ix_opening_state_confirmed", "opening", ["state", "confirmed_at"], unique=False)
    op.create_table(
        "expression_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('moved', 'assigned', 'asked_again', 'told_late', 'anything_like')",
            name=op.f("ck_expression_step_what"),
        ),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_expression_step_by_person_id")),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expression_of_interest.id"], name=op.f("fk_expression_step_expression_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expression_step")),
    )
    op.create_index("ix_expression_step_expression", "expression_step", ["expression_id", "id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expression_of_interest.id"], name=op.f("fk_membership_expression_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_membership_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("expression_id", name=op.f("uq_membership_expression_id")),
    )
    op.create_index("ix_membership_person", "membership", ["person_id"], unique=False)
    op.create_index("ix_membership_project", "membership", ["project_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_membership_project", table_name="membership")
    op.drop_index("ix_membership_person", table_name="membership")
    op.drop_table("membership")
    op.drop_index("ix_expression_step_expression", table_name="expression_step")
    op.drop_table("expression_step")
    op.drop_index("ix_opening_state_confirmed", table_name="opening")
    op.drop_index("ix_opening_project", table_name="opening")
    op.drop_table("opening")
    op.drop_index("ix_expression_step_answer_by", table_name="expression_of_interest")
    op.drop_index("ix_expression_project", table_name="expression_of_interest")
    op.drop_index("ix_expression_person", table_name="expression_of_interest")
    op.drop_index("ix_expression_directorate_step", table_name="expression_of_interest")
    op.drop_table("expression_of_interest")
