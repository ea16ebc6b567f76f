"""Drafts of definitions: what an administrator writes before it is put into use."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime

_OPEN = text("closed_at IS NULL")


class DefinitionDraft(Base):
    """One questionnaire, or one translation, on its way to its next version."""

    __tablename__ = "definition_draft"
    __table_args__ = (
        # Two open drafts of one file would each undo the other when they are published.
        Index(
            "uq_definition_draft_open",
            "item_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(20))  # questionnaire or translation
    item_id: Mapped[str] = mapped_column(String(64))  # hair_check; hair_check.es of a translation
    based_on: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the version before
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_as: Mapped[str | None] = mapped_column(String(20))  # published or discarded


class DefinitionText(Base):
    """What a draft said at one moment. Added, never changed: undoing adds the older text again."""

    __tablename__ = "definition_text"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("definition_draft.id"))
    number: Mapped[int]  # from 1
    data: Mapped[bytes]  # what was typed, sound or not, as screening.store.text_steps has it
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    again: Mapped[int | None]  # the number whose text this is once more
