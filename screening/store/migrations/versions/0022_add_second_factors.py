"""Second factors, invitations, and when and how a sign-in was last proved."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LONG_AGO = "1970-01-01 00:00:00"  # whoever is signed in meanwhile proves it once more


def upgrade() -> None:
    _widen_staff()
    _add_passkeys()
    _add_codes()
    _add_halves()


def _widen_staff() -> None:
    op.add_column(
        "account",
        sa.Column("long_password", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    moment = sa.DateTime(timezone=True)
    for column in (
        sa.Column("proved_at", moment, nullable=False, server_default=LONG_AGO),
        sa.Column("proved_by", sa.String(length=20), nullable=False, server_default="password"),
        sa.Column("must_enrol", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("sign_in", column)


def _add_passkeys() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_passkey_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_table(
        "totp",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_totp_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_totp"),
        sa.UniqueConstraint("account_id", name="uq_totp_account_id"),
    )


def _add_codes() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("mark", name="uq_recovery_code_mark"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_invitation_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("mark", name="uq_invitation_mark"),
    )
    op.create_index("ix_invitation_account_id", "invitation", ["account_id"])


def _add_halves() -> None:
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("name_at_place", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_half_sign_in_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_half_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_half_sign_in_token_hash"),
    )
    op.create_index("ix_half_sign_in_account_id", "half_sign_in", ["account_id"])


def downgrade() -> None:
    for table in ("half_sign_in", "invitation", "recovery_code", "totp", "passkey"):
        op.drop_table(table)
    for column in ("must_enrol", "proved_by", "proved_at"):
        op.drop_column("sign_in", column)
    op.drop_column("account", "long_password")
