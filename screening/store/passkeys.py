"""Passkeys added, used and removed. What the browser sends is verified by screening.security."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screening.store import factors, models, sign_in_ends
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere
from screening.store.factors import Passkey, passkey_value


def add(
    session: Session,
    account_id: UUID,
    name: str,
    *,
    host: str,
    credential_id: str,
    public_key: bytes,
    sign_count: int,
    keep: UUID,
    now: datetime,
) -> Passkey:
    """A new passkey; ends the account's sign-ins but the one to keep.

    credential_id  base64url
    raises         NameTaken when somebody has this very passkey already
    """
    row = models.Passkey(
        id=uuid4(),
        account_id=account_id,
        name=name,
        host=host,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        added_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise NameTaken("passkey") from None
    record(session, now, Kind.FACTOR_ADDED, account_id, account=account_id, factor="passkey")
    sign_in_ends.end_others(session, account_id, keep=keep, reason="factor", now=now)
    return passkey_value(row)


def remove(
    session: Session, account_id: UUID, passkey_id: UUID, *, keep: UUID, now: datetime
) -> None:
    """Take one of the account's own passkeys away; ends the other sign-ins.

    raises   NotThere, also for somebody else's
    """
    row = session.scalar(
        select(models.Passkey).where(
            models.Passkey.id == passkey_id, models.Passkey.account_id == account_id
        )
    )
    if row is None:
        raise NotThere("passkey")
    session.delete(row)
    session.flush()
    record(session, now, Kind.FACTOR_REMOVED, account_id, account=account_id, factor="passkey")
    factors_gone(session, account_id)
    sign_in_ends.end_others(session, account_id, keep=keep, reason="factor", now=now)


def find(session: Session, credential_id: str) -> Passkey | None:
    """The passkey that a browser names; base64url."""
    row = session.scalar(
        select(models.Passkey).where(models.Passkey.credential_id == credential_id)
    )
    return passkey_value(row) if row else None


def note_use(session: Session, passkey: Passkey, sign_count: int, *, now: datetime) -> bool:
    """Remember a use that was verified against this value; False: it was used or removed since."""
    row = session.get(models.Passkey, passkey.id)
    if row is None or row.sign_count != passkey.sign_count:
        return False
    row.sign_count, row.used_at = sign_count, now
    session.flush()
    return True


def factors_gone(session: Session, account_id: UUID) -> None:
    """After the last factor is gone: no codes stand in for it, and a short password is too short.

    Whoever has one is asked for a longer password before anything else.
    """
    if factors.has_any(session, account_id):
        return
    for code in session.scalars(
        select(models.RecoveryCode).where(models.RecoveryCode.account_id == account_id)
    ).all():
        session.delete(code)
    account = session.get_one(models.Account, account_id)
    if account.password_hash and not account.long_password:
        account.must_change_password = True
    session.flush()
