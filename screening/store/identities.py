"""Identities that an issuer vouches for, each linked to an account by its owner.

An identity is issuer and subject, never an e-mail address. Of the subject a keyed hash is kept.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import attempts, models
from screening.store.account_value import Account, account_value
from screening.store.attempts import IDENTITY_PLACE
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere
from screening.store.sealing import keyed, keys_of


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """One link."""

    id: UUID
    account_id: UUID
    issuer: str
    linked_at: datetime


def link(
    session: Session, account_id: UUID, issuer: str, subject: str, *, now: datetime
) -> LinkedIdentity:
    """Let this identity sign in to an account from now on. The same link twice stays the one it is.

    raises   NameTaken when it is linked to another account, or the account to another identity of
             this issuer
    """
    mark = _mark(session, issuer, subject)
    row = session.scalar(
        select(models.LinkedIdentity).where(models.LinkedIdentity.subject_mark == mark)
    )
    if row is not None and row.account_id == account_id:
        return _value(row)
    # No other writer can come in between (screening.store.db).
    if row is not None or of_account(session, account_id, issuer) is not None:
        raise NameTaken("identity")
    row = models.LinkedIdentity(
        id=uuid4(), account_id=account_id, issuer=issuer, subject_mark=mark, linked_at=now
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.IDENTITY_LINKED, account_id, account=account_id, identity=row.id)
    return _value(row)


def find(session: Session, issuer: str, subject: str) -> Account | None:
    """The account that this identity signs in to; None for none and for a disabled one."""
    row = session.scalar(
        select(models.Account)
        .join(models.LinkedIdentity, models.LinkedIdentity.account_id == models.Account.id)
        .where(models.LinkedIdentity.subject_mark == _mark(session, issuer, subject))
        .where(models.Account.disabled_at.is_(None))
    )
    return account_value(row) if row else None


def refuse(session: Session, place: str, *, now: datetime) -> None:
    """Count a way back that proved nothing; the caller commits before it answers.

    Nothing can be guessed there, so a right one is taken all the same. But whoever sends at random
    must not fill the trail: once a round is full, no more of it is written for a while.

    place   mark of where it came from (attempts.mark)
    """
    if not attempts.is_locked(session, IDENTITY_PLACE, place, now=now):
        attempts.failed(session, IDENTITY_PLACE, place, now=now)
        record(session, now, Kind.SIGN_IN_REFUSED, None, place=place)


def of_account(session: Session, account_id: UUID, issuer: str) -> LinkedIdentity | None:
    """The account's identity at this issuer."""
    row = session.scalar(
        select(models.LinkedIdentity)
        .where(models.LinkedIdentity.account_id == account_id)
        .where(models.LinkedIdentity.issuer == issuer)
    )
    return _value(row) if row else None


def of_site(session: Session, site_id: UUID) -> tuple[tuple[LinkedIdentity, Account], ...]:
    """Every link of the site's accounts, by name of the account."""
    rows = session.execute(
        select(models.LinkedIdentity, models.Account)
        .join(models.Account, models.Account.id == models.LinkedIdentity.account_id)
        .where(models.Account.site_id == site_id)
        .order_by(models.Account.name)
    )
    return tuple((_value(held), account_value(account)) for held, account in rows)


def unlink(session: Session, identity_id: UUID, *, site_id: UUID, by: UUID, now: datetime) -> UUID:
    """Cut a link; returns the account that it led to.

    raises   NotThere, the same for another site's
    """
    row = session.scalar(
        select(models.LinkedIdentity)
        .join(models.Account, models.Account.id == models.LinkedIdentity.account_id)
        .where(models.LinkedIdentity.id == identity_id, models.Account.site_id == site_id)
    )
    if row is None:
        raise NotThere("identity")
    account_id = row.account_id
    session.delete(row)
    session.flush()
    record(session, now, Kind.IDENTITY_UNLINKED, by, account=account_id, identity=identity_id)
    return account_id


def _mark(session: Session, issuer: str, subject: str) -> str:
    return keyed(keys_of(session).tokens, "identity", issuer, subject)


def _value(row: models.LinkedIdentity) -> LinkedIdentity:
    return LinkedIdentity(row.id, row.account_id, row.issuer, row.linked_at)
