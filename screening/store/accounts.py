"""Accounts of staff. Passwords arrive hashed; what a password must be is screening.security's."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screening.store import models, sign_ins
from screening.store.account_value import Account, account_value, normal_name
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere


def add(
    session: Session,
    site_id: UUID,
    name: str,
    *,
    full_name: str,
    role: str,
    password_hash: str,
    must_change: bool,
    by: UUID | None,
    now: datetime,
    long_password: bool = True,
) -> Account:
    """A new account.

    role           one of screening.security.permissions.Role
    password_hash  from screening.security.passwords.hash_password
    must_change    true when somebody else chose the password
    long_password  it is long enough to do without a second factor
    raises         NameTaken
    """
    row = models.Account(
        id=uuid4(),
        site_id=site_id,
        name=normal_name(name),
        full_name=full_name,
        role=role,
        password_hash=password_hash,
        must_change_password=must_change,
        long_password=long_password,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise NameTaken("account name") from None
    record(session, now, Kind.ACCOUNT_ADDED, by, account=row.id, role=role)
    return account_value(row)


def reset_password(
    session: Session,
    account_id: UUID,
    *,
    password_hash: str,
    must_change: bool,
    by: UUID | None,
    now: datetime,
    long_password: bool = True,
) -> Account:
    """Set another password; ends every sign-in of the account.

    raises   NotThere
    """
    row = _row(session, account_id)
    row.password_hash, row.must_change_password = password_hash, must_change
    row.long_password = long_password
    sign_ins.end_all(session, account_id, reason="password", now=now)
    record(session, now, Kind.PASSWORD_RESET, by, account=account_id)
    return account_value(row)


def disable(session: Session, account_id: UUID, *, by: UUID | None, now: datetime) -> Account:
    """Shut the account; ends every sign-in of it. Twice changes nothing.

    raises   NotThere
    """
    row = _row(session, account_id)
    if row.disabled_at is None:
        row.disabled_at = now
        sign_ins.end_all(session, account_id, reason="disabled", now=now)
        record(session, now, Kind.ACCOUNT_DISABLED, by, account=account_id)
    return account_value(row)


def get(session: Session, account_id: UUID) -> Account:
    """One account, disabled ones as well.

    raises   NotThere
    """
    row = session.get(models.Account, account_id)
    if row is None:
        raise NotThere("account")
    return account_value(row)


def find(session: Session, name: str) -> Account | None:
    """The account with this name; capitals do not matter."""
    row = session.scalar(select(models.Account).where(models.Account.name == normal_name(name)))
    return account_value(row) if row else None


def list_accounts(session: Session) -> tuple[Account, ...]:
    """All accounts, sorted by name, disabled ones as well."""
    rows = session.scalars(select(models.Account).order_by(models.Account.name))
    return tuple(account_value(row) for row in rows)


def _row(session: Session, account_id: UUID) -> models.Account:
    row = session.get(models.Account, account_id)
    if row is None:
        raise NotThere("account")
    return row
