"""Imported versions of questionnaires and packets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questionnaire_version",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_questionnaire_version"),
        sa.UniqueConstraint("item_id", "version", name="uq_questionnaire_version_item_id_version"),
        sa.UniqueConstraint("sequence", name="uq_questionnaire_version_sequence"),
    )
    op.create_table(
        "packet_version",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_packet_version"),
        sa.UniqueConstraint("item_id", "version", name="uq_packet_version_item_id_version"),
        sa.UniqueConstraint("sequence", name="uq_packet_version_sequence"),
    )


def downgrade() -> None:
    op.drop_table("packet_version")
    op.drop_table("questionnaire_version")
