"""What stands on the audit trail of a test's database."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from screening.store.db import Database
from screening.store.models import AuditEvent


def events(database: Database, kind: str = "") -> list[AuditEvent]:
    """All, or those of one kind, in their order."""
    wanted = select(AuditEvent).order_by(AuditEvent.number)
    with database.read() as session:
        return list(session.scalars(wanted.where(AuditEvent.kind == kind) if kind else wanted))


def ids_of(database: Database, kind: str) -> list[dict[str, Any]]:
    """What each event of a kind is about."""
    return [json.loads(event.ids) for event in events(database, kind)]


def kinds(database: Database) -> list[str]:
    """The kind of each event."""
    return [event.kind for event in events(database)]
