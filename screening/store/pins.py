"""One PIN for each account that wants one. It arrives hashed; what it must be is security's.

It proves nothing by itself: it opens a sign-in of today again, at the desk where it was opened
(screening.store.returning).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from screening.store import models
from screening.store.audit import Kind, record
from screening.store.sealing import Keys, keyed


def to_hash(keys: Keys, account_id: UUID, pin: str) -> str:
    """What is hashed in the PIN's place.

    A million PINs are tried out in an hour by whoever has the hash. Under a key that does not lie
    with the data, that person learns nothing.
    """
    return keyed(keys.tokens, "pin", account_id.hex, pin)


def keep(session: Session, account_id: UUID, pin_hash: str, *, now: datetime) -> None:
    """Set the account's PIN, in place of an older one.

    pin_hash   from screening.security.passwords.hash_password over to_hash()
    """
    row = session.get(models.Pin, account_id)
    if row is None:
        row = models.Pin(account_id=account_id)
        session.add(row)
    row.pin_hash, row.set_at = pin_hash, now
    session.flush()
    record(session, now, Kind.PIN_SET, account_id, account=account_id)


def is_set(session: Session, account_id: UUID) -> bool:
    """Whether the account has a PIN."""
    return session.get(models.Pin, account_id) is not None


def remove(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Its owner wants no PIN any more; twice changes nothing."""
    if is_set(session, account_id):
        forget(session, account_id)
        record(session, now, Kind.PIN_REMOVED, account_id, account=account_id)


def forget(session: Session, account_id: UUID) -> None:
    """Drop the PIN, where there is one; what it was dropped for is an event of its own."""
    session.execute(delete(models.Pin).where(models.Pin.account_id == account_id))
