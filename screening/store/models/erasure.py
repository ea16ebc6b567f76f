"""What was erased, by which two people, and what must not be erased yet."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Erasure(Base):
    """A request to erase, and what became of it. Kept for ever: it says nothing of anybody."""

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "site_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    scope: Mapped[str] = mapped_column(String(20))  # visit, patient or past_retention
    ground: Mapped[str] = mapped_column(String(20))  # one of a list, so that no name gets into it
    state: Mapped[str] = mapped_column(String(20))  # asked, withdrawn or done
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[str] = mapped_column(
        Text
    )  # canonical JSON: kind of record -> how many; {} first


class ErasureTarget(Base):
    """A visit, or the patient, that a request names. What it names may be gone."""

    __tablename__ = "erasure_target"

    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasure.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class Tombstone(Base):
    """The id of something that was erased: the audit trail is still searched by it."""

    __tablename__ = "tombstone"
    __table_args__ = (Index(None, "encounter_id"), Index(None, "patient_id"))

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(20))  # patient, encounter, response or sitting
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    patient_id: Mapped[UUID]  # whose it was
    encounter_id: Mapped[UUID | None]  # None: of a patient
    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasure.id"))


class LegalHold(Base):
    """Nothing of this patient is erased until it is taken off."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    reason: Mapped[bytes]  # sealed: staff write names into it
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
