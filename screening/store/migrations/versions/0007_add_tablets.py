"""Enrolled tablets, and which of them a sitting is on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolled_by"], ["account.id"], name="fk_tablet_enrolled_by"),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name="fk_tablet_revoked_by"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_tablet_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tablet"),
        sa.UniqueConstraint("token_hash", name="uq_tablet_token_hash"),
    )
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    # In one statement: SQLite cannot add a constraint to a table that is there.
    op.execute(
        f"ALTER TABLE sitting ADD COLUMN tablet_id {kind} "
        "CONSTRAINT fk_sitting_tablet_id REFERENCES tablet (id)"
    )
    # It held a keyed hash of an address and was never read.
    op.drop_column("sitting", "tablet")


def downgrade() -> None:
    op.add_column("sitting", sa.Column("tablet", sa.String(length=64), nullable=True))
    op.drop_column("sitting", "tablet_id")
    op.drop_table("tablet")
