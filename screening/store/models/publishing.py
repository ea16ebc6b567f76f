"""Who answers for a definition: asked for, approved, published, retired. Added, never changed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class ApprovalRequest(Base):
    """A draft's text that an administrator has handed to the clinicians; void with the text."""

    __tablename__ = "approval_request"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("definition_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # of the text
    sha256: Mapped[str] = mapped_column(String(64))  # of the text's bytes
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Approval(Base):
    """A clinician stands for points, bands and findings of exactly these bytes."""

    __tablename__ = "approval"
    __table_args__ = (Index(None, "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))  # of the bytes
    # The version in use that it was held against; None: there was none, or it was in use itself.
    against: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """Who put a version into use. One that came from the folder or by command has no row."""

    __tablename__ = "publication"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the version
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("definition_draft.id"))
    published_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Retirement(Base):
    """The version with which a questionnaire went out of use; a later version brings it back."""

    __tablename__ = "retirement"

    sha256: Mapped[str] = mapped_column(
        ForeignKey("questionnaire_version.sha256"), primary_key=True
    )
    retired_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime] = mapped_column(UtcDateTime)
