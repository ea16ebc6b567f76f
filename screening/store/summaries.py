"""Finished PDFs, sealed, found by the hash of everything that went into them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store.audit import Kind, record
from screening.store.models import SummaryDocument
from screening.store.sealing import Place, keys_of, seal, unseal


def keep(
    session: Session,
    encounter_id: UUID,
    input_sha256: str,
    *,
    paper: str,
    language: str,
    data: bytes,
    now: datetime,
) -> bytes:
    """Store a PDF. When the same one was made meanwhile, that one is returned and stays."""
    known = fetch(session, encounter_id, input_sha256, paper=paper, language=language)
    if known is not None:
        return known
    row = SummaryDocument(
        id=uuid4(),
        encounter_id=encounter_id,
        input_sha256=input_sha256,
        paper=paper,
        language=language,
        made_at=now,
    )
    row.document = seal(keys_of(session), _place(row), data)
    session.add(row)
    session.flush()
    record(session, now, Kind.SUMMARY_MADE, None, encounter=encounter_id, sha256=input_sha256)
    return data


def fetch(
    session: Session, encounter_id: UUID, input_sha256: str, *, paper: str, language: str
) -> bytes | None:
    """The stored PDF; None when it was never made of this input."""
    row = session.scalar(
        select(SummaryDocument)
        .where(SummaryDocument.encounter_id == encounter_id)
        .where(SummaryDocument.input_sha256 == input_sha256)
        .where(SummaryDocument.paper == paper, SummaryDocument.language == language)
    )
    return unseal(keys_of(session), _place(row), row.document) if row else None


def _place(row: SummaryDocument) -> Place:
    return Place("summary_document", row.id, "document", 1)
