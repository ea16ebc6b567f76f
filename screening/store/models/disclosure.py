"""Consents to pass a record on, what a patient keeps back, and each copy that went out."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class DisclosureConsent(Base):
    """What a patient signed. Written once; taking it back is a time of its own."""

    __tablename__ = "disclosure_consent"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    document: Mapped[bytes]  # sealed JSON: to whom, what, for what, signature, until, how to revoke
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DisclosureRestriction(Base):
    """Nothing of this patient is passed on until it is taken off."""

    __tablename__ = "disclosure_restriction"
    __table_args__ = (Index(None, "patient_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    words: Mapped[bytes]  # sealed text: what the patient asked for
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Disclosure(Base):
    """One copy that went out; what stood on it is found by the hash of its input."""

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "patient_id"), Index(None, "encounter_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))  # whose it was then
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure_consent.id"))
    input_sha256: Mapped[str] = mapped_column(String(64))
    notice_version: Mapped[str] = mapped_column(String(32))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
