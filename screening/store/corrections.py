"""What the desk puts right: a visit of the wrong patient, one that never was, one person twice,
and who somebody is. The reasons are kept in correction_log.

Answers, findings and visits are sealed under their own ids, not under the patient's, so nothing has
to be sealed anew when a visit changes hands, and nothing of it can be lost on the way.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.store import encounters, findings, models, patients, sittings
from screening.store.audit import Kind, record
from screening.store.correction_log import keep
from screening.store.encounters import Encounter
from screening.store.errors import OneAndTheSame, Unseen
from screening.store.patients import Identity, Patient

# Below any number a visit can have, so that no two collide while they are numbered anew.
ASIDE = -1_000_000


def void(
    session: Session, encounter_id: UUID, *, site_id: UUID, reason: str, by: UUID, now: datetime
) -> Encounter:
    """Let a visit count in nothing from now on; it is kept. Twice changes nothing.

    raises   NotThere; Unseen while a finding of it calls for somebody
    """
    visit = encounters.get(session, encounter_id, site_id=site_id)
    if visit.state in encounters.GONE:
        return visit
    if any(
        known.level in RECORDED_LEVELS and known.seen_by is None
        for known in findings.for_encounter(session, encounter_id)
    ):
        raise Unseen
    done = encounters.make_void(session, encounter_id, now=now)
    kept = keep(session, "void", visit.patient_id, None, encounter_id, reason, by, now)
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
    """Give a visit with all its answers to the patient whose it is. There already, or erased: no
    change.

    raises   NotThere, the same for another site's visit or patient
    """
    visit = encounters.get(session, encounter_id, site_id=site_id)
    to = _there(session, to_patient_id, site_id)
    if visit.patient_id == to.id or visit.state == encounters.EncounterState.ERASED:
        return visit
    _give(session, [session.get_one(models.Encounter, encounter_id)], to.id, now)
    _number(session, visit.patient_id)
    _forget_papers(session, (visit.patient_id, to.id))
    kept = keep(session, "move", visit.patient_id, to.id, encounter_id, reason, by, now)
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
    # Entries that led to this one lead straight to the other, so that one step is always enough.
    lead = or_(models.Patient.id == gone.id, models.Patient.merged_into == gone.id)
    for row in session.scalars(select(models.Patient).where(lead)).all():
        row.merged_into = into.id
    session.flush()
    _forget_papers(session, (into.id,))
    kept = keep(session, "merge", gone.id, into.id, None, reason, by, now)
    record(session, now, Kind.PATIENTS_MERGED, by, patient=gone.id, to=into.id, correction=kept)
    return into


def correct(
    session: Session,
    patient_id: UUID,
    identity: Identity,
    *,
    site_id: UUID,
    reason: str,
    by: UUID,
    now: datetime,
) -> Patient:
    """Put a name, a birth date or a record number right; the search finds the new ones only.

    What stood there before is kept with the reason. The same again changes nothing.
    raises   NotThere, the same for another site's; NameTaken when the number is another entry's
    """
    was = _there(session, patient_id, site_id)
    if was.identity == identity:
        return was
    kept = uuid4()
    done = patients.correct(session, was.id, identity, correction=kept, by=by, now=now)
    keep(session, "correct", was.id, was.id, None, reason, by, now, id=kept, before=was.identity)
    _forget_papers(session, (was.id,))
    return done


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
