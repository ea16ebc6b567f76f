"""Versions of clinic texts and leaflets, and who made a version of a packet on a page."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_version",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_text_version_made_by"),
        sa.PrimaryKeyConstraint("sequence", name="pk_text_version"),
        sa.UniqueConstraint("item_id", "version", name="uq_text_version_item_id_version"),
    )
    op.add_column("packet_version", sa.Column("made_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("packet_version", "made_by")
    op.drop_table("text_version")
