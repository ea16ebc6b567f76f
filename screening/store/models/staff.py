"""Sites, accounts, sign-ins, tries and the audit trail."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Site(Base):
    """One clinic. Its sealed proof tells whether the key file is the one of this database."""

    __tablename__ = "site"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(Text, unique=True)
    time_zone: Mapped[str] = mapped_column(String(64))  # IANA name
    key_proof: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settings_version: Mapped[int] = mapped_column(server_default="0")  # newest of its SiteSetting
    # The name in the installation's settings when it was started last: it finds the site, however
    # the administrator calls it since.
    started_as: Mapped[str] = mapped_column(Text, server_default="")


class SiteSetting(Base):
    """What a site has set for itself from a moment on. Only added to: the rows are the history."""

    __tablename__ = "site_setting"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3, …
    own: Mapped[str] = mapped_column(Text)  # canonical JSON of what is not left to the installation
    set_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Account(Base):
    """A member of staff who may sign in. Never deleted, because the audit trail names it."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(64), unique=True)  # casefolded
    full_name: Mapped[str] = mapped_column(Text)  # as printed beside what the person did
    role: Mapped[str] = mapped_column(String(20))
    # Argon2id in its own text form; empty until whoever was invited has chosen a password
    password_hash: Mapped[str] = mapped_column(Text)
    long_password: Mapped[bool]  # long enough to do without a second factor
    must_change_password: Mapped[bool]  # true after the password was set by somebody else
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """One signed-in browser. Only a keyed hash of its token is kept."""

    __tablename__ = "sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    place: Mapped[str] = mapped_column(String(64))  # keyed hash of address or device
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)  # at the sign-in, or again after it
    proved_by: Mapped[str] = mapped_column(String(20))  # how it was opened: ProvedBy
    must_enrol: Mapped[bool]  # a second factor has to be added before anything else
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(20))
    workstation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("workstation.id"), index=True
    )  # None on a computer that is not enrolled: no PIN opens this sign-in again
    pin_tries: Mapped[int] = mapped_column(default=0, server_default="0")  # wrong ones in a row


class AttemptCounter(Base):
    """Failed tries of one kind at one mark. In the database: there are several processes."""

    __tablename__ = "attempt_counter"

    scope: Mapped[str] = mapped_column(String(20), primary_key=True)
    mark: Mapped[str] = mapped_column(
        String(64), primary_key=True
    )  # keyed hash of whom or where, or an account's id
    failures: Mapped[int]  # in the running round
    rounds: Mapped[int]  # full rounds of failures; each makes the next lockout longer
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last failure
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last success


class AuditEvent(Base):
    """One act. Numbers have no gap, and each row carries the hash of the one before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "account_id", "kind"),
        Index(None, "kind", "number"),
        Index(None, "about"),
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # None: the patient
    ids: Mapped[str] = mapped_column(Text)  # canonical JSON, ids and numbers only
    about: Mapped[UUID | None]  # the one of the ids that it is found by, as about_of() tells
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    signature: Mapped[str] = mapped_column(String(64))  # of the hash, under the audit key
