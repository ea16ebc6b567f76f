"""Whether the recovery sheet of the key in use was in somebody's hand: asked before a backup.

A backup without the sheet is lost with the machine: the key file is not in it. That it was shown
stands on the audit trail and not in a file, so that it comes back with the database.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import recovery_sheet
from screening.store.audit import Kind, record
from screening.store.errors import BackupError
from screening.store.models import AuditEvent
from screening.store.sealing import keys_of

PROBLEM = "No backup was made: nobody has shown the recovery sheet of the key in use yet."
FIX = (
    "Print it with ./run screening key sheet, lock it away, and give `database backup` the four "
    "digits at the end of its lines 1.1 to 1.4: at a terminal it asks for them; from a pipe it "
    "takes them with --sheet-stdin."
)
WRONG = "No backup was made: these are not the digits of the recovery sheet of the key in use."


def was_shown(session: Session) -> bool:
    """Of the key in use; one that is added has a sheet of its own."""
    shown = select(AuditEvent.ids).where(AuditEvent.kind == Kind.RECOVERY_SHEET_SHOWN.value)
    wanted = f'"key":"{keys_of(session).current.hex()}"'
    return any(wanted in ids for ids in session.scalars(shown))


def show(
    session: Session, masters: Mapping[bytes, bytes], typed: str, *, operator: int, now: datetime
) -> None:
    """Hold what was typed against the sheet, and remember that it fitted.

    typed    four times four digits; spaces and lines between them are no matter
    raises   BackupError
    """
    digits = "".join(typed.lower().split())
    if not hmac.compare_digest(digits.encode(), recovery_sheet.checks(masters).encode()):
        raise BackupError(WRONG, "Print it anew with ./run screening key sheet, and type again.")
    key = keys_of(session).current.hex()
    record(session, now, Kind.RECOVERY_SHEET_SHOWN, None, key=key, operator=operator)
