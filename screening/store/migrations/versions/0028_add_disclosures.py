"""Consents to disclosure, what patients keep back, and each copy that went out."""

import sqlalchemy as sa
from alembic import op

from screening.store.db import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure_consent"),
    )
    op.create_index("ix_disclosure_consent_patient_id", "disclosure_consent", ["patient_id"])
    op.create_table(
        "disclosure_restriction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure_restriction"),
    )
    op.create_index(
        "ix_disclosure_restriction_patient_id", "disclosure_restriction", ["patient_id"]
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), sa.ForeignKey("encounter.id"), nullable=False),
        sa.Column("consent_id", sa.Uuid(), sa.ForeignKey("disclosure_consent.id"), nullable=False),
        sa.Column("input_sha256", sa.String(64), nullable=False),
        sa.Column("notice_version", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
    )
    op.create_index("ix_disclosure_patient_id", "disclosure", ["patient_id"])
    op.create_index("ix_disclosure_encounter_id", "disclosure", ["encounter_id"])


def downgrade() -> None:
    op.drop_index("ix_disclosure_encounter_id", "disclosure")
    op.drop_index("ix_disclosure_patient_id", "disclosure")
    op.drop_table("disclosure")
    op.drop_index("ix_disclosure_restriction_patient_id", "disclosure_restriction")
    op.drop_table("disclosure_restriction")
    op.drop_index("ix_disclosure_consent_patient_id", "disclosure_consent")
    op.drop_table("disclosure_consent")
