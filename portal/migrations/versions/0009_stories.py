"""Stories and their uses."""

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("draft_key", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contact_way_id", sa.Integer(), nullable=True),
        sa.Column("safe_hours", sa.String(length=400), nullable=False),
        sa.Column("teller_name", sa.String(length=200), nullable=False),
        sa.Column("name_shown", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_flagged", sa.Boolean(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("what_changed", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT is_public OR state = 'published'", name=op.f("ck_story_public")),
        sa.CheckConstraint("name_shown IN ('name', 'first_name', 'none')", name=op.f("ck_story_name_shown")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent_back', 'declined', 'published', 'withdrawn')", name=op.f("ck_story_state")
        ),
        sa.ForeignKeyConstraint(["contact_way_id"], ["contact_way.id"], name=op.f("fk_story_contact_way_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_story_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_story_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_story_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_story_draft_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_story_reference")),
        sa.UniqueConstraint("slug", name=op.f("uq_story_slug")),
    )
    op.create_index("ix_story_flagged_sent", "story", ["is_flagged", "sent_at"], unique=False)
    op.create_index("ix_story_person", "story", ["person_id"], unique=False)
    op.create_index("ix_story_project_public", "story", ["project_id", "is_public", "published_at"], unique=False)
    op.create_index("ix_story_public", "story", ["is_public", "published_at", "id"], unique=False)
    op.create_index("ix_story_state_sent", "story", ["state", "sent_at"], unique=False)
    op.create_table(
        "story_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(length=30), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_use_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_use")),
        sa.UniqueConstraint("story_id", "use", name=op.f("uq_story_use_story_id_use")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("story_use")
    op.drop_index("ix_story_state_sent", table_name="story")
    op.drop_index("ix_story_public", table_name="story")
    op.drop_index("ix_story_project_public", table_name="story")
    op.drop_index("ix_story_person", table_name="story")
    op.drop_index("ix_story_flagged_sent", table_name="story")
    op.drop_table("story")
