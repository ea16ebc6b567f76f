"""Legal holds: while one stands on a patient, nothing of that patient is erased."""

from collections.abc import Collection
from dataclasses import field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.erasing import entries_of
from screening.store.sealing import Place, seal_json, unseal_json


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands."""

    id: UUID
    patient_id: UUID
    reason: str = field(repr=False)  # as it was typed
    placed_by: UUID
    placed_at: datetime


def place(session: Session, patient_id: UUID, reason: str, *, by: UUID, now: datetime) -> Hold:
    """Put a hold on a patient of one's own site; one that stands already stays as it is."""
    known = of_patient(session, patient_id)
    if known is not None:
        return known
    row = models.LegalHold(id=uuid4(), patient_id=patient_id, placed_by=by, placed_at=now)
    row.reason = seal_json(session, _place(row.id), reason)
    session.add(row)
    session.flush()
    record(session, now, Kind.HOLD_PLACED, by, hold=row.id, patient=patient_id)
    return _value(session, row)


def lift(session: Session, patient_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take every hold off a patient. Twice changes nothing."""
    for row in _standing(session, patient_id):
        row.lifted_by, row.lifted_at = by, now
        session.flush()
        record(session, now, Kind.HOLD_LIFTED, by, hold=row.id, patient=row.patient_id)


def of_patient(session: Session, patient_id: UUID) -> Hold | None:
    """The hold that stands on a patient, whichever entry it was put on; None without one."""
    rows = _standing(session, patient_id)
    return _value(session, rows[0]) if rows else None


def held(session: Session, patient_ids: Collection[UUID]) -> bool:
    """Whether a hold stands on any of these patients."""
    return any(_standing(session, one) for one in patient_ids)


def _standing(session: Session, patient_id: UUID) -> list[models.LegalHold]:
    rows = session.scalars(
        select(models.LegalHold)
        .where(models.LegalHold.patient_id.in_(entries_of(session, patient_id)))
        .where(models.LegalHold.lifted_at.is_(None))
        .order_by(models.LegalHold.placed_at, models.LegalHold.id)
    )
    return list(rows)


def _place(hold_id: UUID) -> Place:
    return Place("legal_hold", hold_id, "reason", 1)


def _value(session: Session, row: models.LegalHold) -> Hold:
    reason = cast(str, unseal_json(session, _place(row.id), row.reason))
    return Hold(row.id, row.patient_id, reason, row.placed_by, row.placed_at)
