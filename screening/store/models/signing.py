"""What clinicians add to a visit: notes, and signatures of what stood there."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Note(Base):
    """One version of a visit's free note. Added, never changed; it touches no answer."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("encounter_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    number: Mapped[int]  # the first version is 1
    document: Mapped[bytes]  # sealed text, bound to the number; empty text: taken away
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signature(Base):
    """Who signed a visit, when, and exactly what. Added, never changed."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("encounter_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    number: Mapped[int]  # the first signature is 1
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))  # whose visit it was then
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_mark: Mapped[str] = mapped_column(String(64))  # HMAC of what was signed
    document: Mapped[bytes]  # sealed JSON: name, revisions with their hashes, findings, note
