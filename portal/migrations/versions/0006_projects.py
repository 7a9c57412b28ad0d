"""Projects, themes and places."""

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("slug", name=op.f("uq_theme_slug")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("plain_aim", sa.String(length=1000), nullable=False),
        sa.Column("aim", sa.String(length=2000), nullable=False),
        sa.Column("service", sa.String(length=300), nullable=False),
        sa.Column("place_names", sa.String(length=300), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("is_in_person", sa.Boolean(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_by_phone", sa.Boolean(), nullable=False),
        sa.Column("lead_role", sa.String(length=200), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("involvement", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("started", sa.String(length=10), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("evidence", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_help_wanted", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "involvement IN ('big_i', 'little_i', 'none', 'unknown')", name=op.f("ck_project_involvement")
        ),
        sa.CheckConstraint(
            "stage IN ('idea', 'started', 'testing', 'improving', 'sustained', 'closed')", name=op.f("ck_project_stage")
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'closed')", name=op.f("ck_project_state")),
        sa.ForeignKeyConstraint(["directorate_id"], ["directorate.id"], name=op.f("fk_project_directorate_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_project_lead_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_project_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("reference", name=op.f("uq_project_reference")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_slug")),
    )
    op.create_index("ix_project_by_phone_listed", "project", ["is_by_phone", "state", "listed_at", "id"], unique=False)
    op.create_index(
        "ix_project_directorate_listed", "project", ["directorate_id", "state", "listed_at", "id"], unique=False
    )
    op.create_index("ix_project_help_listed", "project", ["is_help_wanted", "state", "listed_at", "id"], unique=False)
    op.create_index(
        "ix_project_in_person_listed", "project", ["is_in_person", "state", "listed_at", "id"], unique=False
    )
    op.create_index("ix_project_listed", "project", ["state", "listed_at", "id"], unique=False)
    op.create_index("ix_project_online_listed", "project", ["is_online", "state", "listed_at", "id"], unique=False)
    op.create_index("ix_project_stage_listed", "project", ["stage", "state", "listed_at", "id"], unique=False)
    op.create_index("ix_project_theme_listed", "project", ["theme_id", "state", "listed_at", "id"], unique=False)
    op.create_table(
        "project_place",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_project_place_place_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_place_project_id")),
        sa.PrimaryKeyConstraint("project_id", "place_id", name=op.f("pk_project_place")),
    )
    op.create_index(
        "ix_project_place_listed", "project_place", ["place_id", "state", "listed_at", "project_id"], unique=False
    )
    _index_words()


def downgrade() -> None:
    """Back."""
    _drop_words()
    op.drop_index("ix_project_place_listed", table_name="project_place")
    op.drop_table("project_place")
    op.drop_index("ix_project_theme_listed", table_name="project")
    op.drop_index("ix_project_stage_listed", table_name="project")
    op.drop_index("ix_project_online_listed", table_name="project")
    op.drop_index("ix_project_listed", table_name="project")
    op.drop_index("ix_project_in_person_listed", table_name="project")
    op.drop_index("ix_project_help_listed", table_name="project")
    op.drop_index("ix_project_directorate_listed", table_name="project")
    op.drop_index("ix_project_by_phone_listed", table_name="project")
    op.drop_table("project")
    op.drop_table("theme")


def _index_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE project_words USING fts5(search_text, content='project', content_rowid='id')")
        op.execute(
            "CREATE TRIGGER project_words_new AFTER INSERT ON project BEGIN"
            " INSERT INTO project_words(rowid, search_text) VALUES (new.id, new.search_text); END"
        )
        op.execute(
            "CREATE TRIGGER project_words_gone AFTER DELETE ON project BEGIN"
            " INSERT INTO project_words(project_words, rowid, search_text) VALUES ('delete', old.id, old.search_text); END"
        )
        op.execute(
            "CREATE TRIGGER project_words_changed AFTER UPDATE OF search_text ON project BEGIN"
            " INSERT INTO project_words(project_words, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
            " INSERT INTO project_words(rowid, search_text) VALUES (new.id, new.search_text); END"
        )
        return
    op.execute(
        "ALTER TABLE project ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED"
    )
    op.execute("CREATE INDEX ix_project_words ON project USING gin (words)")


def _drop_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE project_words")
