"""What a site sets for itself, with its history; and whom an audit event is about, to be found by.

The events written before get what they are about out of the ids that they carry.
"""

import json
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from screening.store.db import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# As screening.store.audit_link.ABOUT stood when this was written.
ABOUT = ("encounter", "patient", "sitting", "response")
PORTION = 5000  # events read at once
INDEXES = {
    "ix_audit_event_about": ["about"],
    "ix_audit_event_kind_number": ["kind", "number"],
}


def upgrade() -> None:
    op.create_table(
        "site_setting",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_site_setting_site_id"),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_site_setting_set_by"),
        sa.PrimaryKeyConstraint("site_id", "version", name="pk_site_setting"),
    )
    op.add_column(
        "site", sa.Column("settings_version", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("site", sa.Column("started_as", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE site SET started_as = name")
    op.add_column("audit_event", sa.Column("about", sa.Uuid(), nullable=True))
    _find_abouts()
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_event", columns)


def downgrade() -> None:
    for name in reversed(INDEXES):
        op.drop_index(name, "audit_event")
    op.drop_column("audit_event", "about")
    op.drop_column("site", "started_as")
    op.drop_column("site", "settings_version")
    op.drop_table("site_setting")


def _find_abouts() -> None:
    events = sa.table(
        "audit_event",
        sa.column("number", sa.BigInteger()),
        sa.column("ids", sa.Text()),
        sa.column("about", sa.Uuid()),
    )
    bind, met = op.get_bind(), 0
    wanted = sa.select(events.c.number, events.c.ids).order_by(events.c.number).limit(PORTION)
    while rows := bind.execute(wanted.where(events.c.number > met)).all():
        met = rows[-1].number
        found = [
            {"event": number, "found": about}
            for number, ids in rows
            if (about := _about(ids)) is not None
        ]
        if found:
            told = sa.update(events).where(events.c.number == sa.bindparam("event"))
            bind.execute(told.values(about=sa.bindparam("found")), found)


def _about(ids: str) -> UUID | None:
    try:
        carried = json.loads(ids)
        return next((UUID(carried[key]) for key in ABOUT if key in carried), None)
    except (ValueError, TypeError, AttributeError):  # tampered with: the chain's check tells so
        return None
