"""What was typed in from a paper form, by whom, and who held it against the paper."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class PaperEntry(Base):
    """The paper of one visit."""

    __tablename__ = "paper_entry"

    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16))  # of the paper
    filled_in_on: Mapped[date]  # as it stands on the paper
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaperPage(Base):
    """One page of a questionnaire as it was typed last. The audit trail keeps who typed before."""

    __tablename__ = "paper_page"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    page_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    typed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[bytes]  # sealed JSON: which items were typed, and which the paper leaves blank
