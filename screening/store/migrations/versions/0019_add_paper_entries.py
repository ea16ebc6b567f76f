"""What was typed in from paper forms, by whom, and who held it against the paper."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_entry",
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("filled_in_on", sa.Date(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_paper_entry_encounter_id"
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name="fk_paper_entry_begun_by"),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name="fk_paper_entry_checked_by"),
        sa.PrimaryKeyConstraint("encounter_id", name="pk_paper_entry"),
    )
    op.create_table(
        "paper_page",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.String(length=64), nullable=False),
        sa.Column("typed_by", sa.Uuid(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_paper_page_response_id"),
        sa.ForeignKeyConstraint(["typed_by"], ["account.id"], name="fk_paper_page_typed_by"),
        sa.PrimaryKeyConstraint("response_id", "page_id", name="pk_paper_page"),
    )


def downgrade() -> None:
    op.drop_table("paper_page")
    op.drop_table("paper_entry")
