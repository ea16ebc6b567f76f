"""Desk computers that are enrolled, the PINs to come back by, and identities kept elsewhere."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Workstation(Base):
    """One enrolled desk computer. Of its cookie a keyed hash is kept, and none once retired."""

    __tablename__ = "workstation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(40))  # e.g. "Front desk"; one among those in use
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    enrolled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # somebody came in
    retired_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pin(Base):
    """The PIN of one account. It goes with the password, the factors and the role."""

    __tablename__ = "pin"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    pin_hash: Mapped[str] = mapped_column(Text)  # Argon2id over a keyed hash of the digits
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LinkedIdentity(Base):
    """Somebody known to an issuer, and the account that this person has here."""

    __tablename__ = "linked_identity"
    __table_args__ = (UniqueConstraint("subject_mark"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    issuer: Mapped[str] = mapped_column(Text)
    subject_mark: Mapped[str] = mapped_column(String(64))  # keyed hash of issuer and subject
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
