"""Every correction of the desk with its reason: who, when, and what stood there before."""

from dataclasses import field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.patients import Identity, as_json, from_json
from screening.store.sealing import Place, seal_json, unseal_json

REASON_AT_MOST = 200  # characters


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction with its reason."""

    kind: str  # merge, void, move or correct
    patient_id: UUID  # whose it was before
    to_patient_id: UUID | None
    encounter_id: UUID | None
    reason: str = field(repr=False)
    by: UUID  # account
    at: datetime
    before: Identity | None = None  # who a corrected entry said that somebody was


def keep(
    session: Session,
    kind: str,
    patient_id: UUID,
    to_id: UUID | None,
    encounter_id: UUID | None,
    reason: str,
    by: UUID,
    now: datetime,
    *,
    id: UUID | None = None,
    before: Identity | None = None,
) -> UUID:
    """Note a correction; returns its id. Before is who a corrected entry said somebody was."""
    row = models.Correction(
        id=id or uuid4(),
        kind=kind,
        patient_id=patient_id,
        to_patient_id=to_id,
        encounter_id=encounter_id,
        by_id=by,
        at=now,
    )
    told = reason if before is None else {"reason": reason, "before": as_json(before)}
    row.reason = seal_json(session, _place(row), told)
    session.add(row)
    session.flush()
    return row.id


def of_encounter(session: Session, encounter_id: UUID) -> tuple[Correction, ...]:
    """What was corrected about a visit, the first one first."""
    return _values(session, models.Correction.encounter_id == encounter_id)


def of_patient(session: Session, patient_id: UUID) -> tuple[Correction, ...]:
    """What came to a patient by a merge or a move, the first one first."""
    return _values(session, models.Correction.to_patient_id == patient_id)


def _values(session: Session, of_which: object) -> tuple[Correction, ...]:
    rows = session.scalars(
        select(models.Correction)
        .where(of_which)  # type: ignore[arg-type]  # one comparison of a column
        .order_by(models.Correction.at, models.Correction.id)
    )
    return tuple(_value(session, row) for row in rows)


def _value(session: Session, row: models.Correction) -> Correction:
    told = unseal_json(session, _place(row), row.reason)
    reason, before = (told["reason"], told["before"]) if isinstance(told, dict) else (told, None)
    return Correction(
        kind=row.kind,
        patient_id=row.patient_id,
        to_patient_id=row.to_patient_id,
        encounter_id=row.encounter_id,
        reason=cast(str, reason),
        by=row.by_id,
        at=row.at,
        before=None if before is None else from_json(before),
    )


def _place(row: models.Correction) -> Place:
    return Place("correction", row.id, "reason", 1)
