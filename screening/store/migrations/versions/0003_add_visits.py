"""Patients, encounters and sittings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("identity_version", sa.Integer(), nullable=False),
        sa.Column("record_mark", sa.String(length=64), nullable=False),
        sa.Column("family_mark", sa.String(length=64), nullable=False),
        sa.Column("born_mark", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_patient_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint("site_id", "record_mark", name="uq_patient_site_id_record_mark"),
    )
    op.create_index("ix_patient_born_mark", "patient", ["born_mark"])
    op.create_index("ix_patient_family_mark", "patient", ["family_mark"])
    op.create_table(
        "encounter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("packet_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["packet_sha256"], ["packet_version.sha256"], name="fk_encounter_packet_sha256"
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_encounter_patient_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_encounter_site_id"),
        sa.ForeignKeyConstraint(["started_by"], ["account.id"], name="fk_encounter_started_by"),
        sa.PrimaryKeyConstraint("id", name="pk_encounter"),
        sa.UniqueConstraint("code", name="uq_encounter_code"),
        sa.UniqueConstraint("patient_id", "number", name="uq_encounter_patient_id_number"),
    )
    op.create_index("ix_encounter_site_id_started_at", "encounter", ["site_id", "started_at"])
    op.create_table(
        "sitting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("tablet", sa.String(length=64), nullable=True),
        sa.Column("birth_tries", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("read_aloud", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name="fk_sitting_encounter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
        sa.UniqueConstraint("code_hash", name="uq_sitting_code_hash"),
        sa.UniqueConstraint("token_hash", name="uq_sitting_token_hash"),
    )
    op.create_index("ix_sitting_encounter_id", "sitting", ["encounter_id"])


def downgrade() -> None:
    op.drop_table("sitting")
    op.drop_table("encounter")
    op.drop_table("patient")
