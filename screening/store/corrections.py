"""What the desk puts right: a visit of the wrong patient, one that never was, one person twice.

Answers, findings and visits are sealed under their own ids, not under the patient's, so nothing has
to be sealed anew when a visit changes hands, and nothing of it can be lost on the way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.store import encounters, findings, models, patients, sittings
from screening.store.audit import Kind, record
from screening.store.encounters import Encounter
from screening.store.errors import OneAndTheSame, Unseen
from screening.store.patients import Patient
from screening.store.sealing import Place, seal_json, unseal_json

REASON_AT_MOST = 200  # characters
# Below any number a visit can have, so that no two collide while they are numbered anew.
ASIDE = -1_000_000


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction with its reason."""

    kind: str  # merge, void or move
    patient_id: UUID  # whose it was before
    to_patient_id: UUID | None
    encounter_id: UUID | None
    reason: str = field(repr=False)
    by: UUID  # account
    at: datetime


def void(
    session: Session, encounter_id: UUID, *, site_id: UUID, reason: str, by: UUID, now: datetime
) -> Encounter:
    """Let a visit count in nothing from now on; it is kept. Twice changes nothing.

    raises   NotThere; Unseen while a finding of it calls for somebody
    """
    visit = encounters.get(session, encounter_id, site_id=site_id)
    if visit.state == encounters.EncounterState.VOID:
        return visit
    if any(
        known.level in RECORDED_LEVELS and known.seen_by is None
        for known in findings.for_encounter(session, encounter_id)
    ):
        raise Unseen
    done = encounters.make_void(session, encounter_id, now=now)
    kept = _keep(session, "void", visit.patient_id, None, encounter_id, reason, by, now)
    record(session, now, Kind.ENCOUNTER_VOIDED, by, encounter=encounter_id, correction=kept)
    return done


def move(
    session: Session,
    encounter_id: UUID,
    to_patient_id: UUID,
    *,
    site_id: UUID,
    reason: str,
    by: UUID,
    now: datetime,
) -> Encounter:
    """Give a visit with all its answers to the patient whose it is. There already: no change.

    raises   NotThere, the same for another site's visit or patient
    """
    visit = encounters.get(session, encounter_id, site_id=site_id)
    to = _there(session, to_patient_id, site_id)
    if visit.patient_id == to.id:
        return visit
    _give(session, [session.get_one(models.Encounter, encounter_id)], to.id, now)
    _number(session, visit.patient_id)
    _forget_papers(session, (visit.patient_id, to.id))
    kept = _keep(session, "move", visit.patient_id, to.id, encounter_id, reason, by, now)
    record(
        session, now, Kind.ENCOUNTER_MOVED, by,
        encounter=encounter_id, patient=visit.patient_id, to=to.id, correction=kept,
    )  # fmt: skip
    return encounters.get(session, encounter_id)


def merge(
    session: Session,
    patient_id: UUID,
    into_id: UUID,
    *,
    site_id: UUID,
    reason: str,
    by: UUID,
    now: datetime,
) -> Patient:
    """Bring two entries of one person together; returns the one that stays.

    patient_id   the entry that goes: its record number leads to the other from now on
    raises       NotThere, the same for another site's; OneAndTheSame
    """
    gone, into = _there(session, patient_id, site_id), _there(session, into_id, site_id)
    if gone.id == into.id:
        raise OneAndTheSame
    visits = session.scalars(
        select(models.Encounter).where(models.Encounter.patient_id == gone.id)
    ).all()
    _give(session, visits, into.id, now)
    _give_days(session, gone.id, into.id)
    session.get_one(models.Patient, gone.id).merged_into = into.id
    session.flush()
    _forget_papers(session, (into.id,))
    kept = _keep(session, "merge", gone.id, into.id, None, reason, by, now)
    record(session, now, Kind.PATIENTS_MERGED, by, patient=gone.id, to=into.id, correction=kept)
    return into


def of_encounter(session: Session, encounter_id: UUID) -> tuple[Correction, ...]:
    """What was corrected about a visit, the first one first."""
    return _values(session, models.Correction.encounter_id == encounter_id)


def of_patient(session: Session, patient_id: UUID) -> tuple[Correction, ...]:
    """What came to a patient by a merge or a move, the first one first."""
    return _values(session, models.Correction.to_patient_id == patient_id)


def _there(session: Session, patient_id: UUID, site_id: UUID) -> Patient:
    """The patient, or whoever the entry was merged into."""
    return patients.standing(session, patients.get(session, patient_id, site_id=site_id))


def _give(session: Session, rows: Sequence[models.Encounter], to_id: UUID, now: datetime) -> None:
    for place, row in enumerate(rows):
        row.patient_id, row.number = to_id, ASIDE - place
        # The birth date that was confirmed on the tablet was somebody else's.
        for held in sittings.for_encounter(session, row.id):
            sittings.pause(session, held.id, now=now)
    session.flush()
    _number(session, to_id)


def _number(session: Session, patient_id: UUID) -> None:
    """A patient's visits count from 1 in the order in which they began."""
    rows = session.scalars(
        select(models.Encounter)
        .where(models.Encounter.patient_id == patient_id)
        .order_by(models.Encounter.started_at, models.Encounter.id)
    ).all()
    for number, row in enumerate(rows, 1):
        row.number = 2 * ASIDE - number
    session.flush()
    for number, row in enumerate(rows, 1):
        row.number = number
    session.flush()


def _give_days(session: Session, from_id: UUID, to_id: UUID) -> None:
    """One person is expected once a day."""
    rows = session.scalars(select(models.DayEntry).where(models.DayEntry.patient_id == from_id))
    known = set(
        session.scalars(select(models.DayEntry.day).where(models.DayEntry.patient_id == to_id))
    )
    for row in rows.all():
        if row.day in known:
            session.delete(row)
        else:
            row.patient_id = to_id


def _forget_papers(session: Session, patient_ids: Collection[UUID]) -> None:
    """Finished PDFs name the patient and the visit's number; they are made anew when asked for."""
    visits = select(models.Encounter.id).where(models.Encounter.patient_id.in_(patient_ids))
    session.execute(
        delete(models.SummaryDocument).where(models.SummaryDocument.encounter_id.in_(visits))
    )


def _keep(
    session: Session,
    kind: str,
    patient_id: UUID,
    to_id: UUID | None,
    encounter_id: UUID | None,
    reason: str,
    by: UUID,
    now: datetime,
) -> UUID:
    row = models.Correction(
        id=uuid4(),
        kind=kind,
        patient_id=patient_id,
        to_patient_id=to_id,
        encounter_id=encounter_id,
        by_id=by,
        at=now,
    )
    row.reason = seal_json(session, _place(row), reason)
    session.add(row)
    session.flush()
    return row.id


def _values(session: Session, of_which: object) -> tuple[Correction, ...]:
    rows = session.scalars(
        select(models.Correction)
        .where(of_which)  # type: ignore[arg-type]  # one comparison of a column
        .order_by(models.Correction.at, models.Correction.id)
    )
    return tuple(
        Correction(
            kind=row.kind,
            patient_id=row.patient_id,
            to_patient_id=row.to_patient_id,
            encounter_id=row.encounter_id,
            reason=cast(str, unseal_json(session, _place(row), row.reason)),
            by=row.by_id,
            at=row.at,
        )
        for row in rows
    )


def _place(row: models.Correction) -> Place:
    return Place("correction", row.id, "reason", 1)
