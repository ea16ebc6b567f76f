"""Corrections with their reasons, patients that were merged, and who is expected on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("to_patient_id", sa.Uuid(), nullable=True),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_correction_by_id"),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name="fk_correction_encounter_id"
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_correction_patient_id"),
        sa.ForeignKeyConstraint(
            ["to_patient_id"], ["patient.id"], name="fk_correction_to_patient_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_encounter_id", "correction", ["encounter_id"])
    op.create_index("ix_correction_to_patient_id", "correction", ["to_patient_id"])
    op.create_table(
        "day_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("packet_id", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name="fk_day_entry_added_by"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_day_entry_patient_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_day_entry_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_day_entry"),
        sa.UniqueConstraint("patient_id", "day", name="uq_day_entry_patient_id_day"),
    )
    op.create_index("ix_day_entry_site_id_day", "day_entry", ["site_id", "day"])
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    # In one statement: SQLite cannot add a constraint to a table that is there.
    op.execute(
        f"ALTER TABLE patient ADD COLUMN merged_into {kind} "
        "CONSTRAINT fk_patient_merged_into REFERENCES patient (id)"
    )


def downgrade() -> None:
    op.drop_column("patient", "merged_into")
    op.drop_table("day_entry")
    op.drop_table("correction")
    # The earlier release does not know void visits; it would fail on the word.
    op.execute("UPDATE encounter SET state = 'ended' WHERE state = 'void'")
