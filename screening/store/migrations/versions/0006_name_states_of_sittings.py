"""The states of a sitting under the names of the hand-over table."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

sitting = sa.table("sitting", *map(sa.column, ("state", "encounter_id", "code_hash", "token_hash")))
encounter = sa.table("encounter", sa.column("id"), sa.column("state"))

NAMES = {
    "waiting": "code",
    "confirming": "confirm",
    "open": "answering",
    "finished": "handed_back",
}
# What the earlier release does not know, by what comes nearest to it.
BACK = {
    **{new: old for old, new in NAMES.items()},
    "consent": "confirming",
    "review": "open",
    "not_finished": "paused",
}


def upgrade() -> None:
    _rename(NAMES)
    # A visit that ended took code and tablet away but left the state as it was.
    ended = sa.select(encounter.c.id).where(encounter.c.state == "ended")
    op.execute(
        sa.update(sitting)
        .where(sitting.c.encounter_id.in_(ended), sitting.c.state != "handed_back")
        .values(state="locked", code_hash=None, token_hash=None)
    )


def downgrade() -> None:
    _rename(BACK)


def _rename(names: dict[str, str]) -> None:
    op.execute(
        sa.update(sitting)
        .where(sitting.c.state.in_(list(names)))
        .values(state=sa.case(names, value=sitting.c.state))
    )
