"""Imported versions of translations and wording packs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation_version",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("for_version", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_translation_version"),
        sa.UniqueConstraint("item_id", "version", name="uq_translation_version_item_id_version"),
        sa.UniqueConstraint("sequence", name="uq_translation_version_sequence"),
    )


def downgrade() -> None:
    op.drop_table("translation_version")
