"""Who went when a finding of level now called."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ANSWERED_BY = "fk_raised_finding_answered_by"


def upgrade() -> None:
    with op.batch_alter_table("raised_finding") as table:
        table.add_column(sa.Column("answered_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(ANSWERED_BY, "account", ["answered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("raised_finding") as table:
        table.drop_constraint(ANSWERED_BY, type_="foreignkey")
        table.drop_column("answered_at")
        table.drop_column("answered_by")
