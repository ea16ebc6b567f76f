"""An index by which the findings that nobody has seen or answered are found among all others.

Every screen of the staff asks for them every few seconds.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NAME = "ix_raised_finding_level_answered_by_seen_by"


def upgrade() -> None:
    op.create_index(NAME, "raised_finding", ["level", "answered_by", "seen_by"])


def downgrade() -> None:
    op.drop_index(NAME, "raised_finding")
