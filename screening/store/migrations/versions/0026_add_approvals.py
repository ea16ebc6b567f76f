"""Approvals of definitions, and who published or retired them."""

import sqlalchemy as sa
from alembic import op

from screening.store.db import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_request",
        sa.Column("draft_id", sa.Uuid(), sa.ForeignKey("definition_draft.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("asked_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "number", name="pk_approval_request"),
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("against", sa.String(64), nullable=True),
        sa.Column("approved_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("approved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_sha256", "approval", ["sha256"])
    op.create_table(
        "publication",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("draft_id", sa.Uuid(), sa.ForeignKey("definition_draft.id"), nullable=False),
        sa.Column("published_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_publication"),
    )
    op.create_table(
        "retirement",
        sa.Column(
            "sha256", sa.String(64), sa.ForeignKey("questionnaire_version.sha256"), nullable=False
        ),
        sa.Column("retired_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_retirement"),
    )


def downgrade() -> None:
    op.drop_table("retirement")
    op.drop_table("publication")
    op.drop_index("ix_approval_sha256", "approval")
    op.drop_table("approval")
    op.drop_table("approval_request")
