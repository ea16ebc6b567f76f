"""What patients agreed to on the tablet, or did not."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class ConsentWording(Base):
    """The clinic's file that somebody answered to, once for all who did. Added, never changed."""

    __tablename__ = "consent_wording"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the document
    document: Mapped[bytes]  # says nothing of any patient, so it is not sealed


class Consent(Base):
    """One answer to the consent screen. Added, never changed."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "encounter_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"))
    text_version: Mapped[str] = mapped_column(String(32))
    text_sha256: Mapped[str] = mapped_column(String(64))  # ConsentWording; none of before 0015
    language: Mapped[str] = mapped_column(String(16))
    agreed: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
