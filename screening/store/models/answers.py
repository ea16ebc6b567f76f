"""Responses, their drafts and revisions, what they raised, and the summaries made of them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class Response(Base):
    """One filling-in of one questionnaire version by one rater in one encounter."""

    __tablename__ = "response"
    __table_args__ = (Index(None, "encounter_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    questionnaire_version: Mapped[str] = mapped_column(String(32))
    questionnaire_sha256: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.sha256"))
    role: Mapped[str] = mapped_column(String(20))  # who answers: patient or clinician
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # None: the patient
    state: Mapped[str] = mapped_column(String(20))  # draft or sent
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Base):
    """The answers so far: one sealed document whose number rises with each save."""

    __tablename__ = "draft"

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    save_number: Mapped[int]
    document: Mapped[bytes]  # sealed JSON, bound to the save number
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Revision(Base):
    """What was sent, or what an amendment made of it. Added, never changed."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    number: Mapped[int]  # 1 is what was sent
    document: Mapped[bytes]  # sealed JSON, bound to the revision number
    document_mark: Mapped[str] = mapped_column(String(64))  # HMAC: a bare hash could be guessed
    reason: Mapped[bytes | None]  # sealed text; None for revision 1
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # None: the patient
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # In which a patient sent it, BCP 47; kept by an amendment. None: of staff, or never recorded.
    language: Mapped[str | None] = mapped_column(String(16))


class FormKey(Base):
    """A page that was submitted, and the number it produced: the same key gets the same reply."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    act: Mapped[str] = mapped_column(String(20), primary_key=True)  # save, send or amend
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"), index=True)
    number: Mapped[int]  # save number, or revision number
    content: Mapped[str] = mapped_column(String(64))  # keyed fingerprint of what was typed
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RaisedFinding(Base):
    """A finding, recorded when it was raised. It outlives the answer that raised it."""

    __tablename__ = "raised_finding"
    __table_args__ = (
        UniqueConstraint("response_id", "finding_id"),
        Index(None, "encounter_id"),
        Index(None, "level", "answered_by", "seen_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    questionnaire_version: Mapped[str] = mapped_column(String(32))
    finding_id: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(20))  # in clear, because lists are sorted by it
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[bytes]  # sealed JSON: text, because
    changes: Mapped[bytes]  # sealed JSON list: at, because, raised
    change_count: Mapped[int]
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # went at its call
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SummaryDocument(Base):
    """A finished PDF, found by the hash of everything that went into it."""

    __tablename__ = "summary_document"
    __table_args__ = (UniqueConstraint("encounter_id", "input_sha256", "paper", "language"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"))
    input_sha256: Mapped[str] = mapped_column(String(64))
    paper: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(16))
    document: Mapped[bytes]  # sealed PDF
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
