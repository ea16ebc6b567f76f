"""Enrolled desk computers, PINs to come back by, linked identities, and break-glass access."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_workstation()
    op.create_table(
        "pin",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_pin_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_pin"),
    )
    op.create_table(
        "linked_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject_mark", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_linked_identity_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_linked_identity"),
        sa.UniqueConstraint("subject_mark", name="uq_linked_identity_subject_mark"),
        sa.UniqueConstraint("account_id", "issuer", name="uq_linked_identity_account_id_issuer"),
    )
    _add_break_glass()
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    # In one statement: SQLite cannot add a constraint to a table that is there.
    op.execute(
        f"ALTER TABLE sign_in ADD COLUMN workstation_id {kind} "
        "CONSTRAINT fk_sign_in_workstation_id REFERENCES workstation (id)"
    )
    op.add_column(
        "sign_in", sa.Column("pin_tries", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_sign_in_workstation_id", "sign_in", ["workstation_id"])


def downgrade() -> None:
    op.drop_index("ix_sign_in_workstation_id", "sign_in")
    op.drop_column("sign_in", "pin_tries")
    op.drop_column("sign_in", "workstation_id")
    op.drop_table("break_glass")
    op.drop_table("linked_identity")
    op.drop_table("pin")
    op.drop_table("workstation")


def _add_break_glass() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_break_glass_account_id"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_break_glass_patient_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_break_glass_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_break_glass"),
    )
    op.create_index("ix_break_glass_site_id_opened_at", "break_glass", ["site_id", "opened_at"])


def _add_workstation() -> None:
    op.create_table(
        "workstation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("enrolled_by", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolled_by"], ["account.id"], name="fk_workstation_enrolled_by"),
        sa.ForeignKeyConstraint(["retired_by"], ["account.id"], name="fk_workstation_retired_by"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_workstation_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_workstation"),
        sa.UniqueConstraint("token_hash", name="uq_workstation_token_hash"),
    )
