"""Since when a sitting is held: its patient was told to stop and tell the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

sitting = sa.table("sitting", sa.column("state"))


def upgrade() -> None:
    op.add_column("sitting", sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # The release before does not know the state; its patients went on by themselves.
    op.execute(sa.update(sitting).where(sitting.c.state == "held").values(state="answering"))
    op.drop_column("sitting", "held_since")
