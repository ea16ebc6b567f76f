"""The second factors of an account, read: passkeys, an authenticator app, recovery codes left."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey; nothing in it is secret."""

    id: UUID
    account_id: UUID
    name: str  # its owner's word for it
    host: str  # where it works
    credential_id: str  # base64url
    public_key: bytes  # COSE
    sign_count: int
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    passkeys: tuple[Passkey, ...]  # oldest first
    app: bool  # an authenticator app whose first code was right
    recovery_codes: int  # not used yet

    @property
    def count(self) -> int:
        """Those that stand by themselves; recovery codes only stand in for them."""
        return len(self.passkeys) + self.app


def of(session: Session, account_id: UUID) -> Factors:
    """The factors of one account."""
    passkeys = session.scalars(
        select(models.Passkey)
        .where(models.Passkey.account_id == account_id)
        .order_by(models.Passkey.added_at, models.Passkey.id)
    )
    left = session.scalar(
        select(func.count()).where(
            models.RecoveryCode.account_id == account_id, models.RecoveryCode.used_at.is_(None)
        )
    )
    app = session.scalar(select(_app_of(account_id).exists()))
    return Factors(tuple(passkey_value(row) for row in passkeys), bool(app), left or 0)


def has_any(session: Session, account_id: UUID) -> bool:
    """Whether a second factor is asked of this account."""
    keys = exists().where(models.Passkey.account_id == account_id)
    return bool(session.scalar(select(or_(keys, _app_of(account_id).exists()))))


def passkey_value(row: models.Passkey) -> Passkey:
    """A row as the value that may leave the store."""
    return Passkey(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        host=row.host,
        credential_id=row.credential_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        added_at=row.added_at,
        used_at=row.used_at,
    )


def _app_of(account_id: UUID) -> Select[UUID]:
    return select(models.Totp.id).where(
        models.Totp.account_id == account_id, models.Totp.confirmed_at.is_not(None)
    )
