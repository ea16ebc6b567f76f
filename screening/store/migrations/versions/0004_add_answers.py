"""Responses with drafts, revisions and form keys; findings; summaries."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.String(length=64), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=32), nullable=False),
        sa.Column("questionnaire_sha256", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_response_author_id"),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_response_encounter_id"
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_sha256"],
            ["questionnaire_version.sha256"],
            name="fk_response_questionnaire_sha256",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
    )
    op.create_index("ix_response_encounter_id", "response", ["encounter_id"])
    op.create_table(
        "draft",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("save_number", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_draft_response_id"),
        sa.PrimaryKeyConstraint("response_id", name="pk_draft"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_mark", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_revision_author_id"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_revision_response_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("response_id", "number", name="uq_revision_response_id_number"),
    )
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_form_key_response_id"),
        sa.PrimaryKeyConstraint("key", "act", name="pk_form_key"),
    )
    op.create_index("ix_form_key_response_id", "form_key", ["response_id"])
    op.create_table(
        "raised_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.String(length=64), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=32), nullable=False),
        sa.Column("finding_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_raised_finding_encounter_id"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_raised_finding_response_id"
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"], name="fk_raised_finding_seen_by"),
        sa.PrimaryKeyConstraint("id", name="pk_raised_finding"),
        sa.UniqueConstraint(
            "response_id", "finding_id", name="uq_raised_finding_response_id_finding_id"
        ),
    )
    op.create_index("ix_raised_finding_encounter_id", "raised_finding", ["encounter_id"])
    op.create_table(
        "summary_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_summary_document_encounter_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_summary_document"),
        sa.UniqueConstraint(
            "encounter_id",
            "input_sha256",
            "paper",
            "language",
            name="uq_summary_document_encounter_id_input_sha256_paper_language",
        ),
    )


def downgrade() -> None:
    op.drop_table("summary_document")
    op.drop_table("raised_finding")
    op.drop_table("form_key")
    op.drop_table("revision")
    op.drop_table("draft")
    op.drop_table("response")
