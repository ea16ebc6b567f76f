"""Which enrolled tablet a sitting was last on, also once that tablet has gone to somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

sitting = sa.table("sitting", *map(sa.column, ("tablet_id", "last_tablet_id")))


def upgrade() -> None:
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    # In one statement: SQLite cannot add a constraint to a table that is there.
    op.execute(
        f"ALTER TABLE sitting ADD COLUMN last_tablet_id {kind} "
        "CONSTRAINT fk_sitting_last_tablet_id REFERENCES tablet (id)"
    )
    op.execute(sa.update(sitting).values(last_tablet_id=sitting.c.tablet_id))


def downgrade() -> None:
    op.drop_column("sitting", "last_tablet_id")
