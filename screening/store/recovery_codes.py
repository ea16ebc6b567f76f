"""Codes that stand in for a lost second factor, each of them once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import models, sign_in_ends
from screening.store.audit import Kind, record
from screening.store.sealing import keyed, keys_of


def renew(
    session: Session, account_id: UUID, codes: Sequence[str], *, keep: UUID | None, now: datetime
) -> None:
    """Take these codes in place of all earlier ones, used or not; a change of factor like others.

    keep   the sign-in that goes on; every other ends
    """
    for row in session.scalars(
        select(models.RecoveryCode).where(models.RecoveryCode.account_id == account_id)
    ).all():
        session.delete(row)
    session.flush()
    for code in codes:
        mark = _mark(session, account_id, code)
        session.add(models.RecoveryCode(id=uuid4(), account_id=account_id, mark=mark, made_at=now))
    session.flush()
    record(session, now, Kind.RECOVERY_CODES_MADE, account_id, account=account_id)
    sign_in_ends.end_others(session, account_id, keep=keep, reason="factor", now=now)


def use(session: Session, account_id: UUID, code: str, *, now: datetime) -> bool:
    """Spend a code; False when it is none of the account's, or was spent before."""
    row = session.scalar(
        select(models.RecoveryCode).where(
            models.RecoveryCode.mark == _mark(session, account_id, code),
            models.RecoveryCode.used_at.is_(None),
        )
    )
    if row is None:
        return False
    row.used_at = now
    session.flush()
    record(session, now, Kind.RECOVERY_CODE_USED, account_id, account=account_id)
    return True


def _mark(session: Session, account_id: UUID, code: str) -> str:
    return keyed(keys_of(session).tokens, "recovery code", account_id.hex, code)
