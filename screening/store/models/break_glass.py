"""Access of a clinician of another site, for an hour, with a reason."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class BreakGlass(Base):
    """One patient's record, opened across the border between two sites. Never deleted."""

    __tablename__ = "break_glass"
    __table_args__ = (Index(None, "site_id", "opened_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))  # of the patient
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))  # who opened it
    reason: Mapped[bytes]  # sealed
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
