"""Break-glass access: a clinician of another site reads one patient's record, for one hour.

It only reads. Whether it may stands in the query of each look: whose access it is, to whom, and
until when.
"""

from dataclasses import field
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import attempts, encounters, models, patients
from screening.store.attempts import BREAK_GLASS
from screening.store.audit import Kind, record
from screening.store.encounters import GONE, Encounter
from screening.store.errors import NotThere
from screening.store.patients import Patient
from screening.store.sealing import Place, seal_json, unseal_json

LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Access:
    """One access, live or over."""

    id: UUID
    site_id: UUID  # of the patient
    patient_id: UUID
    account_id: UUID
    reason: str = field(repr=False)  # as it was typed
    opened_at: datetime
    ends_at: datetime


def other_sites(session: Session, own_site: UUID) -> tuple[tuple[UUID, str], ...]:
    """Id and name of every other clinic of this installation, by name."""
    rows = session.execute(
        select(models.Site.id, models.Site.name)
        .where(models.Site.id != own_site)
        .order_by(models.Site.name)
    )
    return tuple((row.id, row.name) for row in rows)


def find(
    session: Session, site_id: UUID, record_number: str, born: date, *, by: UUID, now: datetime
) -> Patient | None:
    """The patient with exactly this record number and birth date at another site.

    Whether somebody is a patient there is itself a secret: tries that find nobody are counted, and
    lock. The caller commits in every case.
    """
    mark = attempts.mark(session, "break glass", by.hex)
    if attempts.is_locked(session, BREAK_GLASS, mark, now=now):
        return None
    found = patients.find_by_record(session, site_id, record_number)
    if found is None or found.identity.born != born:
        attempts.failed(session, BREAK_GLASS, mark, now=now)
        record(session, now, Kind.GLASS_HELD, by, site=site_id)
        return None
    return found


def open_access(
    session: Session, patient: Patient, reason: str, *, by: UUID, now: datetime
) -> Access:
    """Let this clinician read this patient's record from now on, for one hour."""
    row = models.BreakGlass(
        id=uuid4(),
        site_id=patient.site_id,
        patient_id=patient.id,
        account_id=by,
        opened_at=now,
        ends_at=now + LASTS,
    )
    row.reason = seal_json(session, _place(row.id), reason)
    session.add(row)
    session.flush()
    record(session, now, Kind.GLASS_BROKEN, by, access=row.id, patient=patient.id)
    return _value(session, row)


def live(session: Session, access_id: UUID, *, by: UUID, now: datetime) -> Access:
    """An access of one's own that is not over.

    raises   NotThere, the same for somebody else's and for one that is over
    """
    row = session.scalar(_live(by, now).where(models.BreakGlass.id == access_id))
    if row is None:
        raise NotThere("access")
    return _value(session, row)


def live_ones(session: Session, *, by: UUID, now: datetime) -> tuple[Access, ...]:
    """One's own accesses that are not over, the newest first."""
    rows = session.scalars(_live(by, now).order_by(models.BreakGlass.opened_at.desc()))
    return tuple(_value(session, row) for row in rows)


def visit(
    session: Session, access_id: UUID, encounter_id: UUID, *, by: UUID, now: datetime
) -> Encounter:
    """A visit of the patient that the access is to.

    raises   NotThere, in the same words whatever is missing
    """
    found = session.scalar(
        select(models.Encounter.id)
        .join(models.BreakGlass, models.BreakGlass.patient_id == models.Encounter.patient_id)
        .where(models.Encounter.id == encounter_id, models.BreakGlass.id == access_id)
        .where(models.BreakGlass.account_id == by, models.BreakGlass.ends_at > now)
        .where(models.Encounter.state.not_in(GONE))
    )
    if found is None:
        raise NotThere("visit")
    return encounters.get(session, found)


def of_site(session: Session, site_id: UUID, *, at_most: int) -> tuple[Access, ...]:
    """Every access to a patient of this site, the newest first."""
    rows = session.scalars(
        select(models.BreakGlass)
        .where(models.BreakGlass.site_id == site_id)
        .order_by(models.BreakGlass.opened_at.desc(), models.BreakGlass.id)
        .limit(at_most)
    )
    return tuple(_value(session, row) for row in rows)


def _live(by: UUID, now: datetime) -> Select[models.BreakGlass]:
    return select(models.BreakGlass).where(
        models.BreakGlass.account_id == by, models.BreakGlass.ends_at > now
    )


def _place(access_id: UUID) -> Place:
    return Place("break_glass", access_id, "reason", 1)


def _value(session: Session, row: models.BreakGlass) -> Access:
    reason = cast(str, unseal_json(session, _place(row.id), row.reason))
    return Access(
        row.id, row.site_id, row.patient_id, row.account_id, reason, row.opened_at, row.ends_at
    )
