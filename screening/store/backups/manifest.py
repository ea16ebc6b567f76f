"""What a backup says of itself: when, of which tables, how many rows. No word of anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, func, inspect, select, table, text
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import audit_chain
from screening.store.errors import BackupError
from screening.store.sealing import canonical

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Held in the first chunk, sealed like the others."""

    database: str  # SQLITE or POSTGRESQL
    made_at: str  # ISO 8601, UTC
    migration: str  # the newest one that the database has
    tables: Mapping[str, int]  # name -> rows, of every table there is
    events: int  # number of the newest event of the audit trail; 0 without one
    head: str  # its hash

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def written(self) -> bytes:
        """As it is sealed."""
        return canonical(asdict(self))


def read_manifest(written: bytes) -> Manifest:
    """The other way round; raises BackupError for one of a later release."""
    try:
        return Manifest(**json.loads(written))
    except (TypeError, ValueError):
        raise BackupError(
            "This backup says of itself what this release does not know.", "Use a newer release."
        ) from None


def take(session: Session, now: datetime) -> Manifest:
    """What holds of the state that this session reads."""
    connection = session.connection()
    return Manifest(
        database=connection.dialect.name,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        migration=connection.scalar(text("SELECT version_num FROM alembic_version")) or "",
        tables=count_rows(connection),
        events=audit_chain.newest_number(session),
        head=audit_chain.head(session),
    )


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows of every table, also of those that this release does not know."""
    names = sorted(inspect(connection).get_table_names())
    counted = (
        connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names
    )
    return dict(zip(names, counted, strict=True))
