"""Patients, their encounters and their sittings at a tablet."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Patient(Base):
    """One person. Who it is stands sealed; the marks beside it find, and tell nothing."""

    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("site_id", "record_mark"),
        Index(None, "family_mark"),
        Index(None, "born_mark"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    identity: Mapped[bytes]  # sealed JSON: family, given, born, record
    identity_version: Mapped[int]  # 1 when added, one more with each correction
    record_mark: Mapped[str] = mapped_column(String(64))
    family_mark: Mapped[str] = mapped_column(String(64))  # of family name and birth date
    born_mark: Mapped[str] = mapped_column(String(64))
    marks_recipe: Mapped[int] = mapped_column(server_default="1")  # see search_marks
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_into: Mapped[UUID | None] = mapped_column(
        ForeignKey("patient.id")
    )  # the same person; everything of this entry went there


class Encounter(Base):
    """One visit, with the packet that is asked in it."""

    __tablename__ = "encounter"
    __table_args__ = (
        UniqueConstraint("patient_id", "number"),
        Index(None, "site_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    number: Mapped[int]  # the patient's first visit is 1
    code: Mapped[str] = mapped_column(String(16), unique=True)  # random, for file names
    packet_sha256: Mapped[str] = mapped_column(ForeignKey("packet_version.sha256"))
    state: Mapped[str] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(
        String(64)
    )  # IANA name; answers without offset are in it
    started_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Tablet(Base):
    """One enrolled device. Its cookie's token is kept as a keyed hash, and gone once revoked."""

    __tablename__ = "tablet"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(40))  # e.g. "Tablet 2"; one among those in use
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    enrolled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Sitting(Base):
    """One patient's time at a tablet. Code and token are kept as keyed hashes only."""

    __tablename__ = "sitting"
    __table_args__ = (Index(None, "encounter_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    state: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # None once used
    code_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    tablet_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tablet.id")
    )  # None as well on a device that is not enrolled
    last_tablet_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tablet.id")
    )  # stays when the tablet goes to somebody else: where the patient may still be
    # Told to stop and tell the staff, who have not come yet; it outlives a pause.
    held_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    birth_tries: Mapped[int]  # wrong birth days since the last code
    language: Mapped[str] = mapped_column(String(16))
    read_aloud: Mapped[bool]  # staff read the questions to the patient
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # birth date, last time
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
