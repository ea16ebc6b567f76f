"""What somebody signs in with beside a password, and what lets them in the first time."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Passkey(Base):
    """One passkey of an account: the public half. Bound by the browser to one host name."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))  # its owner's word for it
    host: Mapped[str] = mapped_column(String(253))  # WebAuthn's relying party id
    credential_id: Mapped[str] = mapped_column(Text, unique=True)  # base64url
    public_key: Mapped[bytes]  # COSE
    sign_count: Mapped[int] = mapped_column(BigInteger)  # the last one seen; 0: it does not count
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Totp(Base):
    """The authenticator app of an account. It counts from the first code that was right."""

    __tablename__ = "totp"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    secret: Mapped[bytes]  # sealed
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int | None] = mapped_column(BigInteger)  # time step of the last code taken


class RecoveryCode(Base):
    """One code that stands in for a lost second factor, once. Only a keyed hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """A code that lets somebody choose the password of an account, once and for a while.

    Without an account it is the set-up token of a new installation: it makes the first one.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)  # keyed hash of the code
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # used, or another was made


class HalfSignIn(Base):
    """A browser whose password was right and whose second factor is still asked for."""

    __tablename__ = "half_sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str] = mapped_column(String(64))  # marks that tries are counted under
    name_at_place: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
