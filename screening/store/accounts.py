"""Accounts of staff. Passwords arrive hashed; what a password must be is screening.security's."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screening.store import invitations, models, sign_in_ends
from screening.store.account_value import Account, account_value, normal_name
from screening.store.audit import Kind, record
from screening.store.errors import LastAdministrator, NameTaken, NotOneself, NotThere

ADMINISTRATOR = "administrator"  # the role; the store knows no other by name


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
    clear_factors: bool = False,
) -> Account:
    """Set another password; ends every sign-in and invitation of the account.

    clear_factors  take its second factors, recovery codes and linked identity away as well
    raises         NotThere
    """
    row = _row(session, account_id)
    row.password_hash, row.must_change_password = password_hash, must_change
    row.long_password = long_password
    if clear_factors:
        _clear_ways_in(session, account_id)
    sign_in_ends.end_all(session, account_id, reason="password", now=now)
    invitations.end_all(session, account_id, now=now)
    record(session, now, Kind.PASSWORD_RESET, by, account=account_id)
    return account_value(row)


def disable(session: Session, account_id: UUID, *, by: UUID | None, now: datetime) -> Account:
    """Shut the account; ends every sign-in and invitation of it. Twice changes nothing.

    raises   NotThere, NotOneself, LastAdministrator
    """
    row = _row_of_another(session, account_id, by)
    if row.disabled_at is None:
        _keep_an_administrator(session, row)
        row.disabled_at = now
        sign_in_ends.end_all(session, account_id, reason="disabled", now=now)
        invitations.end_all(session, account_id, now=now)
        record(session, now, Kind.ACCOUNT_DISABLED, by, account=account_id)
    return account_value(row)


def enable(session: Session, account_id: UUID, *, by: UUID | None, now: datetime) -> Account:
    """Open the account again, with its password and factors as they were. Twice changes nothing.

    raises   NotThere
    """
    row = _row(session, account_id)
    if row.disabled_at is not None:
        row.disabled_at = None
        session.flush()
        record(session, now, Kind.ACCOUNT_ENABLED, by, account=account_id)
    return account_value(row)


def set_role(
    session: Session, account_id: UUID, role: str, *, by: UUID | None, now: datetime
) -> Account:
    """Give the account another role; ends every sign-in of it. The same role changes nothing.

    role     one of screening.security.permissions.Role
    raises   NotThere, NotOneself, LastAdministrator
    """
    row = _row_of_another(session, account_id, by)
    if row.role != role:
        _keep_an_administrator(session, row)
        row.role = role
        sign_in_ends.end_all(session, account_id, reason="role", now=now)
        record(session, now, Kind.ROLE_CHANGED, by, account=account_id, role=role)
    return account_value(row)


def rename(
    session: Session, account_id: UUID, full_name: str, *, by: UUID | None, now: datetime
) -> Account:
    """Another full name, printed from now on; what was signed before keeps the old one.

    raises   NotThere
    """
    row = _row(session, account_id)
    if row.full_name != full_name:
        row.full_name = full_name
        session.flush()
        record(session, now, Kind.ACCOUNT_RENAMED, by, account=account_id)
    return account_value(row)


def reset(session: Session, account_id: UUID, *, by: UUID | None, now: datetime) -> Account:
    """Take password and every other way in away; ends every sign-in. Only an invitation opens it.

    raises   NotThere, NotOneself, LastAdministrator
    """
    row = _row_of_another(session, account_id, by)
    _keep_an_administrator(session, row)
    row.password_hash, row.must_change_password = "", False
    _clear_ways_in(session, account_id)
    sign_in_ends.end_all(session, account_id, reason="reset", now=now)
    record(session, now, Kind.ACCOUNT_RESET, by, account=account_id)
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


def full_names(session: Session) -> dict[UUID, str]:
    """What people are called, by account; those who have left as well."""
    rows = session.execute(select(models.Account.id, models.Account.full_name))
    return {account_id: full_name for account_id, full_name in rows}


def of_site(session: Session, site_id: UUID) -> tuple[Account, ...]:
    """The accounts of one site, sorted by name, disabled ones as well."""
    rows = session.scalars(
        select(models.Account)
        .where(models.Account.site_id == site_id)
        .order_by(models.Account.name)
    )
    return tuple(account_value(row) for row in rows)


def get_at(session: Session, site_id: UUID, account_id: UUID) -> Account:
    """One account of this site.

    raises   NotThere, also for one of another site
    """
    row = session.scalar(
        select(models.Account).where(
            models.Account.id == account_id, models.Account.site_id == site_id
        )
    )
    if row is None:
        raise NotThere("account")
    return account_value(row)


def _row(session: Session, account_id: UUID) -> models.Account:
    row = session.get(models.Account, account_id)
    if row is None:
        raise NotThere("account")
    return row


def _clear_ways_in(session: Session, account_id: UUID) -> None:
    """Whoever has got hold of the account may have added any of them."""
    for table in (models.Passkey, models.Totp, models.RecoveryCode, models.LinkedIdentity):
        session.execute(delete(table).where(table.account_id == account_id))


def _row_of_another(session: Session, account_id: UUID, by: UUID | None) -> models.Account:
    row = _row(session, account_id)
    if account_id == by:
        raise NotOneself
    return row


def _keep_an_administrator(session: Session, row: models.Account) -> None:
    """Refuse to take the last one away: nobody would be left who lets others in.

    One who was invited and has not come yet does not count.
    """
    if row.role != ADMINISTRATOR or row.disabled_at is not None or not row.password_hash:
        return
    others = select(func.count()).where(
        models.Account.site_id == row.site_id,
        models.Account.id != row.id,
        models.Account.role == ADMINISTRATOR,
        models.Account.disabled_at.is_(None),
        models.Account.password_hash != "",
    )
    if not session.scalar(others):
        raise LastAdministrator
