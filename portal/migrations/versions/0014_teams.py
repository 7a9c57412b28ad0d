"""Teams: what openings ask and offer, promises at each step, members, profiles, matching, check-ins, taking part, claims."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OLD_STEPS = "step IN ('new', 'contacted', 'met', 'joined', 'not_now', 'withdrawn')"
STEPS = "step IN ('new', 'contacted', 'met', 'introduced', 'trying', 'joined', 'not_now', 'withdrawn')"
OLD_WHAT = "what IN ('moved', 'assigned', 'asked_again', 'told_late', 'anything_like')"
WHAT = OLD_WHAT.replace(")", ", 'nudged', 'passed', 'stood_in', 'asked_back')")
NEW_STEPS = {
    "expression_of_interest": "UPDATE expression_of_interest SET step = 'met' WHERE step IN ('introduced', 'trying')",
    "expression_step": "DELETE FROM expression_step WHERE what IN ('nudged', 'passed', 'stood_in', 'asked_back')",
}
OWED = """
UPDATE expression_of_interest SET promised = '' WHERE answered_at IS NOT NULL OR step NOT IN ('new', 'contacted', 'met')
"""
# Nobody is on one team twice: of two rows the later one, which came of a race, is ended on the day it began.
ONCE_EACH = """
UPDATE membership SET ended_on = started_on WHERE ended_on IS NULL AND EXISTS (
SELECT 1 FROM membership AS first WHERE first.project_id = membership.project_id
AND first.person_id = membership.person_id AND first.ended_on IS NULL AND first.id < membership.id)
"""
TEAM_PARTS = """
ALTER TABLE membership ADD COLUMN part VARCHAR(10) DEFAULT 'big_i' NOT NULL CONSTRAINT ck_membership_part
CHECK (part IN ('big_i', 'little_i'))
"""
PAY = """
ALTER TABLE membership ADD COLUMN pay VARCHAR(10) DEFAULT '' NOT NULL CONSTRAINT ck_membership_pay
CHECK (pay IN ('', 'full', 'less', 'charity', 'none'))
"""
TABLES = (
    "receipt",
    "claim_step",
    "taking_part",
    "membership_step",
    "claim",
    "check_in",
    "team_profile",
    "profile_share",
    "little_i",
    "check_in_release",
    "step_days",
    "stand_in",
    "skills_survey",
    "profile_line",
    "possible_double",
    "payroll_export",
    "pay_rate",
    "match_weight",
    "check_seen",
    "leaving_note",
)


def _text(name: str, length: int, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=default, nullable=False)


def plain() -> dict[str, list[sa.Column[Any]]]:
    """The new columns that have no check and point nowhere, by their table."""
    return {
        "expression_of_interest": [
            _text("promised", 20, "contacted"),
            sa.Column("nudged_at", UtcDateTime(), nullable=True),
            sa.Column("back_on", sa.Date(), nullable=True),
        ],
        "expression_step": [_text("promised", 20), sa.Column("due_on", sa.Date(), nullable=True)],
        "membership": [
            sa.Column("trial_until_on", sa.Date(), nullable=True),
            sa.Column("paused_at", UtcDateTime(), nullable=True),
            sa.Column("paused_until_on", sa.Date(), nullable=True),
            _text("pay_agreed", 500),
            _text("expenses_agreed", 500),
            _text("paid_when", 200),
            sa.Column("pay_agreed_at", UtcDateTime(), nullable=True),
            _text("greeter", 200),
            sa.Column("first_meeting_at", UtcDateTime(), nullable=True),
            _text("first_meeting", 1000),
            sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        ],
        "opening": [
            _text("how_long", 200),
            _text("training_offered", 500),
            _text("checks_why", 500),
            sa.Column("hours", sa.Integer(), nullable=True),
            _text("meets_at", 400),
            _text("lived_wanted", 800),
            _text("skills_wanted", 400),
            _text("skills_learnt", 400),
            _text("languages", 200),
            _text("needs_met", 800),
            _text("checks", 200),
            sa.Column("fill_by", sa.Date(), nullable=True),
            _text("decides_role", 200),
        ],
    }


# What is looked for by, in tables that were there: the table, and its columns.
INDEXES = {
    "ix_expression_back": ("expression_of_interest", ["step", "back_on"]),
    "ix_expression_opening": ("expression_of_interest", ["opening_id"]),
    "ix_expression_owner": ("expression_of_interest", ["owner_id", "step"]),
    "ix_person_name_key": ("person", ["name_key"]),
}
# Columns that point to another table: their table, their name, and where they point.
POINTS = (
    ("expression_of_interest", "opening_id", "opening"),
    ("membership", "opening_id", "opening"),
    ("membership", "buddy_id", "person"),
    ("opening", "place_id", "place"),
    ("opening", "decides_id", "person"),
)


def allow(table: str, name: str, before: str, after: str) -> None:
    """Let a column hold other words.

    SQLite cannot change a check, and copying a table that others point to would break them. What its own documents name
    for this (lang_altertable.html, 7: "making other kinds of table schema changes") touches only the words of the schema.
    """
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA writable_schema=1")
        told = (
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?) > 0"
        )
        found = connection.exec_driver_sql(told, (before, after, table, before))
        connection.exec_driver_sql("PRAGMA writable_schema=RESET")
        if found.rowcount != 1:
            raise LookupError(f"{table} has no check that says {before}")
    else:
        op.drop_constraint(name, table)
        op.create_check_constraint(op.f(name), table, after)


def upgrade() -> None:
    """Forward."""
    for table, columns in plain().items():
        for column in columns:
            op.add_column(table, column)
    for table, name, to in POINTS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT fk_{table}_{name} REFERENCES {to} (id)")
    op.execute(TEAM_PARTS)
    op.execute(PAY)
    allow("expression_of_interest", "ck_expression_of_interest_step", OLD_STEPS, STEPS)
    allow("expression_step", "ck_expression_step_what", OLD_WHAT, WHAT)
    op.execute(OWED)
    op.execute(ONCE_EACH)
    still_there = sa.text("ended_on IS NULL")
    op.create_index(
        "uq_membership_still_there",
        "membership",
        ["project_id", "person_id"],
        unique=True,
        sqlite_where=still_there,
        postgresql_where=still_there,
    )
    for name, (table, names) in INDEXES.items():
        op.create_index(name, table, names)
    op.create_table(
        "leaving_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("quarter", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["directorate_id"], ["directorate.id"], name=op.f("fk_leaving_note_directorate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_note")),
    )
    op.create_index("ix_leaving_note_stage", "leaving_note", ["stage"])
    op.create_table(
        "check_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_seen_person_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_check_seen_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_seen")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_check_seen_person_id_kind")),
    )
    op.create_table(
        "match_weight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=30), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_match_weight_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_weight")),
    )
    op.create_index("ix_match_weight_factor", "match_weight", ["factor", "id"])

    op.create_table(
        "pay_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pence_an_hour", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("pence_an_hour >= 0", name=op.f("ck_pay_rate_pence")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_pay_rate_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_rate")),
    )
    op.create_table(
        "payroll_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_payroll_export_by_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payroll_export")),
        sa.UniqueConstraint("key", name=op.f("uq_payroll_export_key")),
    )
    op.create_table(
        "possible_double",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'same', 'different')", name=op.f("ck_possible_double_state")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_possible_double_order")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_possible_double_decided_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_possible_double_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_possible_double_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_double")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_possible_double_first_id_second_id")),
    )
    op.create_index("ix_possible_double_second", "possible_double", ["second_id"])

    op.create_table(
        "profile_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_line")),
        sa.UniqueConstraint("person_id", "part", name=op.f("uq_profile_line_person_id_part")),
    )
    op.create_table(
        "skills_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lived", sa.String(length=800), nullable=False),
        sa.Column("is_lived_for_matching", sa.Boolean(), nullable=False),
        sa.Column("good_at", sa.String(length=400), nullable=False),
        sa.Column("learn", sa.String(length=400), nullable=False),
        sa.Column("rather_not", sa.String(length=400), nullable=False),
        sa.Column("interests", sa.String(length=800), nullable=False),
        sa.Column("times", sa.String(length=400), nullable=False),
        sa.Column("modes", sa.String(length=100), nullable=False),
        sa.Column("places", sa.String(length=800), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("lived_words", sa.String(length=2000), nullable=False),
        sa.Column("good_words", sa.String(length=2000), nullable=False),
        sa.Column("learn_words", sa.String(length=2000), nullable=False),
        sa.Column("rather_not_words", sa.String(length=2000), nullable=False),
        sa.Column("when_words", sa.String(length=2000), nullable=False),
        sa.Column("meet_words", sa.String(length=2000), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skills_survey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills_survey")),
        sa.UniqueConstraint("person_id", name=op.f("uq_skills_survey_person_id")),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("stand_in_id <> person_id", name=op.f("ck_stand_in_someone_else")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_stand_in_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_stand_in_set_by_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name=op.f("fk_stand_in_stand_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_person", "stand_in", ["person_id", "until_on"])

    op.create_table(
        "step_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("ideal", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ideal >= 1 AND most >= ideal", name=op.f("ck_step_days_days")),
        sa.ForeignKeyConstraint(["directorate_id"], ["directorate.id"], name=op.f("fk_step_days_directorate_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_step_days_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_days")),
        sa.UniqueConstraint("directorate_id", "step", name=op.f("uq_step_days_directorate_id_step")),
    )
    op.create_table(
        "check_in_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("going", sa.Integer(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("answers >= people", name=op.f("ck_check_in_release_answers")),
        sa.CheckConstraint("people >= 5", name=op.f("ck_check_in_release_people")),
        sa.ForeignKeyConstraint(
            ["directorate_id"], ["directorate.id"], name=op.f("fk_check_in_release_directorate_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_check_in_release_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_release")),
    )
    op.create_index("ix_check_in_release_directorate", "check_in_release", ["directorate_id"])
    op.create_index("ix_check_in_release_project", "check_in_release", ["project_id"])

    op.create_table(
        "little_i",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=1000), nullable=False),
        sa.Column("heard", sa.String(length=2000), nullable=False),
        sa.Column("told_back_on", sa.Date(), nullable=True),
        sa.Column("told_back", sa.String(length=2000), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('survey', 'group', 'visit', 'other')", name=op.f("ck_little_i_kind")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_little_i_people")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_little_i_noted_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_little_i_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_little_i")),
    )
    op.create_index("ix_little_i_project", "little_i", ["project_id", "held_on"])

    op.create_table(
        "profile_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_share_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_profile_share_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_share")),
        sa.UniqueConstraint("person_id", "project_id", name=op.f("uq_profile_share_person_id_project_id")),
    )
    op.create_index("ix_profile_share_project", "profile_share", ["project_id"])

    op.create_table(
        "team_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("meetings", sa.String(length=2000), nullable=False),
        sa.Column("jargon", sa.String(length=2000), nullable=False),
        sa.Column("greets", sa.String(length=400), nullable=False),
        sa.Column("failed", sa.String(length=2000), nullable=False),
        sa.Column("hopes", sa.String(length=2000), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_team_profile_changed_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_team_profile_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_profile")),
        sa.UniqueConstraint("project_id", name=op.f("uq_team_profile_project_id")),
    )
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("going", sa.Integer(), nullable=True),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("is_call_wanted", sa.Boolean(), nullable=False),
        sa.Column("not_mine_at", UtcDateTime(), nullable=True),
        sa.Column("alerted_at", UtcDateTime(), nullable=True),
        sa.Column("seen_to_at", UtcDateTime(), nullable=True),
        sa.Column("seen_to_by_id", sa.Integer(), nullable=True),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("going BETWEEN 1 AND 5", name=op.f("ck_check_in_going")),
        sa.CheckConstraint("heard BETWEEN 1 AND 5", name=op.f("ck_check_in_heard")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_check_in_membership_id")),
        sa.ForeignKeyConstraint(["release_id"], ["check_in_release.id"], name=op.f("fk_check_in_release_id")),
        sa.ForeignKeyConstraint(["seen_to_by_id"], ["person.id"], name=op.f("fk_check_in_seen_to_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("membership_id", "month_on", name=op.f("uq_check_in_membership_id_month_on")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_check_in_token_digest")),
    )
    op.create_index("ix_check_in_answered", "check_in", ["answered_at"])
    op.create_index("ix_check_in_release", "check_in", ["release_id"])

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("draft_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=True),
        sa.Column("paid_at", UtcDateTime(), nullable=True),
        sa.Column("nudged_at", UtcDateTime(), nullable=True),
        sa.Column("told_late_at", UtcDateTime(), nullable=True),
        sa.Column("late_by", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('time', 'travel', 'care', 'other')", name=op.f("ck_claim_kind")),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'sent_back', 'taken_back', 'paid')", name=op.f("ck_claim_state")
        ),
        sa.CheckConstraint("approver_id IS NULL OR approver_id <> person_id", name=op.f("ck_claim_someone_else")),
        sa.CheckConstraint("minutes >= 0 AND pence >= 0", name=op.f("ck_claim_amounts")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_claim_approver_id")),
        sa.ForeignKeyConstraint(["export_id"], ["payroll_export.id"], name=op.f("fk_claim_export_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_claim_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_claim_draft_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_claim_reference")),
    )
    op.create_index("ix_claim_membership", "claim", ["membership_id"])
    op.create_index("ix_claim_person", "claim", ["person_id"])
    op.create_index("ix_claim_state", "claim", ["state", "pay_by", "id"])

    op.create_table(
        "membership_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_membership_step_by_person_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_membership_step_membership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_step")),
    )
    op.create_index("ix_membership_step_membership", "membership_step", ["membership_id", "id"])

    op.create_table(
        "taking_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("took_part_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("how IN ('meeting', 'another_way')", name=op.f("ck_taking_part_how")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_taking_part_membership_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_taking_part_noted_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_taking_part_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taking_part")),
        sa.UniqueConstraint(
            "membership_id", "took_part_on", "how", name=op.f("uq_taking_part_membership_id_took_part_on_how")
        ),
    )
    op.create_index("ix_taking_part_project", "taking_part", ["project_id", "took_part_on"])

    op.create_table(
        "claim_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_claim_step_by_person_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_step_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_step")),
    )
    op.create_index("ix_claim_step_claim", "claim_step", ["claim_id", "id"])

    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_receipt_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_receipt_claim_id_number")),
    )


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)
    for name, (table, _names) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_index("uq_membership_still_there", "membership")
    for told in NEW_STEPS.values():
        op.execute(told)
    allow("expression_step", "ck_expression_step_what", WHAT, OLD_WHAT)
    allow("expression_of_interest", "ck_expression_of_interest_step", STEPS, OLD_STEPS)
    for name in ("pay", "part"):
        op.drop_column("membership", name)
    for table, name, _to in reversed(POINTS):
        op.drop_column(table, name)
    for table, columns in plain().items():
        for column in columns:
            op.drop_column(table, column.name)
