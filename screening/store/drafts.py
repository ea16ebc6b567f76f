"""Drafts: the answers so far, one sealed document per response; each save raises its number."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.errors import StaleForm
from screening.store.models import Draft, Response
from screening.store.sealing import Place, seal_json, unseal_json

Document = Mapping[str, object]  # item id -> value, as in the contract


@dataclass(frozen=True, slots=True)
class DraftState:
    """The answers so far."""

    response_id: UUID
    save_number: int  # 0 before the first save
    document: Document = field(repr=False)
    updated_at: datetime


def begin(session: Session, response_id: UUID, *, now: datetime) -> None:
    """An empty draft, number 0."""
    sealed = seal_json(session, _place(response_id, 0), {})
    session.add(Draft(response_id=response_id, save_number=0, document=sealed, updated_at=now))
    session.flush()


def load(session: Session, response_id: UUID) -> DraftState | None:
    """The answers so far; None once they were sent."""
    row = session.get(Draft, response_id)
    return _value(session, row) if row else None


def last_saved(session: Session, encounter_id: UUID) -> datetime | None:
    """When the patient of a visit last saved an answer; None without a draft."""
    return session.scalar(
        select(func.max(Draft.updated_at))
        .join(Response, Response.id == Draft.response_id)
        .where(Response.encounter_id == encounter_id, Response.role == "patient")
    )


def replace(
    session: Session, response_id: UUID, document: Document, *, shown: int, now: datetime
) -> int:
    """Put a newer document in the place of number shown; returns its number.

    raises   StaleForm with what is stored, when that has another number by now
    """
    number = shown + 1
    changed = session.execute(
        update(Draft)
        .where(Draft.response_id == response_id, Draft.save_number == shown)
        .values(
            save_number=number,
            document=seal_json(session, _place(response_id, number), document),
            updated_at=now,
        )
        .returning(Draft.response_id)
    )
    if changed.first() is None:
        raise stale(session, response_id)
    return number


def take(session: Session, response_id: UUID, *, shown: int) -> Document:
    """The document of number shown; the draft is gone after it.

    raises   StaleForm with what is stored, when that has another number by now
    """
    row = session.get_one(Draft, response_id)
    if row.save_number != shown:
        raise stale(session, response_id)
    document = _value(session, row).document
    session.delete(row)
    session.flush()
    return document


def stale(session: Session, response_id: UUID) -> StaleForm:
    """The refusal of an old page, with what is stored by now."""
    stored = _value(session, session.get_one(Draft, response_id))
    return StaleForm(stored.save_number, stored.document)


def _value(session: Session, row: Draft) -> DraftState:
    place = _place(row.response_id, row.save_number)
    document = cast(Document, unseal_json(session, place, row.document))
    return DraftState(row.response_id, row.save_number, document, row.updated_at)


def _place(response_id: UUID, save_number: int) -> Place:
    return Place("draft", response_id, "document", save_number)
