"""What the desk plans and puts right: who is expected, and what was corrected why."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class DayEntry(Base):
    """A patient who is expected on a day. It is no visit: that starts when the patient is there."""

    __tablename__ = "day_entry"
    __table_args__ = (UniqueConstraint("patient_id", "day"), Index(None, "site_id", "day"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    day: Mapped[date]  # on the clinic's calendar
    time: Mapped[str] = mapped_column(String(5))  # 09:30, empty where none was given
    packet_id: Mapped[str] = mapped_column(String(64))  # empty where none was given
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Correction(Base):
    """A visit moved or made void, two entries merged, or one put right. Added, never changed."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "encounter_id"), Index(None, "to_patient_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(20))  # merge, void, move or correct
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))  # whose it was before
    to_patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    encounter_id: Mapped[UUID | None] = mapped_column(ForeignKey("encounter.id"))
    reason: Mapped[bytes]  # sealed: staff write names into it; with what stood there before
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
