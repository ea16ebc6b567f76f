"""Which recipe a patient's search marks were made by. The app's start makes them anew."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "patient", sa.Column("marks_recipe", sa.Integer(), server_default="1", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("patient", "marks_recipe")
