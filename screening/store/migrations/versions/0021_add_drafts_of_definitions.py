"""Drafts of questionnaires and translations, with every text that was saved of them."""

import sqlalchemy as sa
from alembic import op

from screening.store.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(64), nullable=False),
        sa.Column("based_on", sa.String(64), nullable=True),
        sa.Column("begun_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_as", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_definition_draft"),
    )
    op.create_index(
        "uq_definition_draft_open",
        "definition_draft",
        ["item_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "definition_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), sa.ForeignKey("definition_draft.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_definition_text"),
        sa.UniqueConstraint("draft_id", "number", name="uq_definition_text_draft_id_number"),
    )


def downgrade() -> None:
    op.drop_table("definition_text")
    op.drop_index("uq_definition_draft_open", "definition_draft")
    op.drop_table("definition_draft")
