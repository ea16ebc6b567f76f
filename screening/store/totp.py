"""The authenticator app of an account: its sealed secret, and the last time step that was taken."""

from dataclasses import field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sign_in_ends
from screening.store.audit import Kind, record
from screening.store.errors import NotThere, OutOfTurn
from screening.store.passkeys import factors_gone
from screening.store.sealing import Place, keys_of, seal, unseal


@dataclass(frozen=True, slots=True)
class App:
    """An authenticator app."""

    secret: str = field(repr=False)  # base32
    confirmed: bool  # its first code was right: from then on it counts
    last_step: int | None  # no code of this step or an earlier one is taken again


def begin(session: Session, account_id: UUID, secret: str, *, now: datetime) -> None:
    """A secret to be confirmed; takes the place of one that never was.

    raises   OutOfTurn when the account has an app that counts
    """
    row = _row(session, account_id)
    if row is not None and row.confirmed_at is not None:
        raise OutOfTurn
    if row is not None:
        session.delete(row)
        session.flush()
    row_id = uuid4()
    sealed = seal(keys_of(session), _place(row_id), secret.encode())
    session.add(models.Totp(id=row_id, account_id=account_id, secret=sealed, added_at=now))
    session.flush()


def of(session: Session, account_id: UUID) -> App | None:
    """The app of an account, confirmed or not."""
    row = _row(session, account_id)
    if row is None:
        return None
    secret = unseal(keys_of(session), _place(row.id), row.secret).decode()
    return App(secret, row.confirmed_at is not None, row.last_step)


def confirm(session: Session, account_id: UUID, step: int, *, keep: UUID, now: datetime) -> None:
    """Its first code was right; ends the account's sign-ins but the one to keep.

    step     time step of that code, which is spent with it
    raises   NotThere without a secret, OutOfTurn when it was confirmed before
    """
    row = _row(session, account_id)
    if row is None:
        raise NotThere("authenticator app")
    if row.confirmed_at is not None:
        raise OutOfTurn
    row.confirmed_at, row.last_step = now, step
    session.flush()
    record(session, now, Kind.FACTOR_ADDED, account_id, account=account_id, factor="app")
    sign_in_ends.end_others(session, account_id, keep=keep, reason="factor", now=now)


def take(session: Session, account_id: UUID, step: int) -> bool:
    """Spend the code of a time step; False when it, or a later one, was spent before."""
    row = _row(session, account_id)
    if row is None or row.confirmed_at is None:
        return False
    if row.last_step is not None and step <= row.last_step:
        return False
    row.last_step = step
    session.flush()
    return True


def remove(session: Session, account_id: UUID, *, keep: UUID, now: datetime) -> None:
    """Take the app away; ends the other sign-ins.

    raises   NotThere
    """
    row = _row(session, account_id)
    if row is None:
        raise NotThere("authenticator app")
    session.delete(row)
    session.flush()
    record(session, now, Kind.FACTOR_REMOVED, account_id, account=account_id, factor="app")
    factors_gone(session, account_id)
    sign_in_ends.end_others(session, account_id, keep=keep, reason="factor", now=now)


def _row(session: Session, account_id: UUID) -> models.Totp | None:
    return session.scalar(select(models.Totp).where(models.Totp.account_id == account_id))


def _place(row_id: UUID) -> Place:
    return Place("totp", row_id, "secret", 1)
