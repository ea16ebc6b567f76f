"""Signatures of visits: who, when, and a mark of exactly what was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_mark", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_signature_encounter_id"
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_signature_patient_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_signature_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signature"),
        sa.UniqueConstraint("encounter_id", "number", name="uq_signature_encounter_id_number"),
    )


def downgrade() -> None:
    op.drop_table("signature")
