"""The accounts of a site as their administrator sees them: last sign-in, factors, invitation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import accounts, invitations, models
from screening.store.account_value import Account


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account with what is known beside it."""

    account: Account
    has_password: bool  # False until an invitation was taken
    passkeys: int
    app: bool
    invited_until: datetime | None  # when the open invitation ends
    signed_in_at: datetime | None  # the last time


def of_site(session: Session, site_id: UUID, *, now: datetime) -> tuple[AccountRow, ...]:
    """All accounts of a site, sorted by name."""
    return _rows(session, accounts.of_site(session, site_id), now)


def of_account(session: Session, site_id: UUID, account_id: UUID, *, now: datetime) -> AccountRow:
    """One of them.

    raises   NotThere, also for one of another site
    """
    return _rows(session, (accounts.get_at(session, site_id, account_id),), now)[0]


def _rows(session: Session, held: tuple[Account, ...], now: datetime) -> tuple[AccountRow, ...]:
    ids = [account.id for account in held]
    with_password = set(
        session.scalars(
            select(models.Account.id).where(
                models.Account.id.in_(ids), models.Account.password_hash != ""
            )
        )
    )
    with_app = set(
        session.scalars(
            select(models.Totp.account_id).where(
                models.Totp.account_id.in_(ids), models.Totp.confirmed_at.is_not(None)
            )
        )
    )
    keys: dict[UUID, int] = dict(
        session.execute(
            select(models.Passkey.account_id, func.count())
            .where(models.Passkey.account_id.in_(ids))
            .group_by(models.Passkey.account_id)
        ).all()
    )
    last: dict[UUID, datetime] = dict(
        session.execute(
            select(models.SignIn.account_id, func.max(models.SignIn.started_at))
            .where(models.SignIn.account_id.in_(ids))
            .group_by(models.SignIn.account_id)
        ).all()
    )
    until = invitations.open_until(session, now=now)
    return tuple(
        AccountRow(
            account,
            account.id in with_password,
            keys.get(account.id, 0),
            account.id in with_app,
            until.get(account.id),
            last.get(account.id),
        )
        for account in held
    )
