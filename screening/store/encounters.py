"""Encounters: one visit of one patient, started, listed and ended."""

import secrets
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sittings
from screening.store.audit import Kind, record
from screening.store.errors import NotThere

CODE_BYTES = 8  # of the random code in file names: 16 hex digits


class EncounterState(StrEnum):
    """Where a visit stands."""

    OPEN = "open"
    ENDED = "ended"
    VOID = "void"  # kept, and counts in nothing
    ERASED = "erased"  # nothing is left of it but this row


GONE = (EncounterState.VOID, EncounterState.ERASED)  # takes nothing in, and counts in nothing


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit."""

    id: UUID
    site_id: UUID
    patient_id: UUID
    number: int  # the patient's first visit is 1
    code: str  # random, for file names; tells nothing about the patient
    packet_sha256: str
    packet_id: str
    packet_version: str
    state: EncounterState
    time_zone: str  # IANA name
    started_by: UUID  # account
    started_at: datetime
    ended_at: datetime | None


def start(
    session: Session,
    patient_id: UUID,
    packet_sha256: str,
    *,
    time_zone: str,
    by: UUID,
    now: datetime,
) -> Encounter:
    """A new visit, with the patient's next number.

    raises   NotThere when there is no such patient or packet version
    """
    patient = session.get(models.Patient, patient_id)
    if patient is None:
        raise NotThere("patient")
    if session.get(models.PacketVersion, packet_sha256) is None:
        raise NotThere("packet")
    last = session.scalar(
        select(func.max(models.Encounter.number)).where(models.Encounter.patient_id == patient_id)
    )
    row = models.Encounter(
        id=uuid4(),
        site_id=patient.site_id,
        patient_id=patient_id,
        number=(last or 0) + 1,
        code=secrets.token_hex(CODE_BYTES),
        packet_sha256=packet_sha256,
        state=EncounterState.OPEN,
        time_zone=time_zone,
        started_by=by,
        started_at=now,
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.ENCOUNTER_STARTED, by, encounter=row.id, patient=patient_id)
    return _value(session, row)


def get(session: Session, encounter_id: UUID, *, site_id: UUID | None = None) -> Encounter:
    """One visit; with site_id only when it is this site's, told in the same words.

    raises   NotThere
    """
    mine = select(models.Encounter).where(models.Encounter.id == encounter_id)
    if site_id is not None:
        mine = mine.where(models.Encounter.site_id == site_id)
    row = session.scalar(mine)
    if row is None:
        raise NotThere("visit")
    return _value(session, row)


def list_open(session: Session, site_id: UUID) -> tuple[Encounter, ...]:
    """Visits that have not ended, the oldest first."""
    rows = session.scalars(
        select(models.Encounter)
        .where(models.Encounter.site_id == site_id)
        .where(models.Encounter.state == EncounterState.OPEN)
        .order_by(models.Encounter.started_at, models.Encounter.id)
    )
    return tuple(_value(session, row) for row in rows)


def day_list(
    session: Session, site_id: UUID, day: date, *, time_zone: str
) -> tuple[Encounter, ...]:
    """Visits started on one day of the clinic's calendar, the oldest first."""
    return between(session, site_id, day, day, time_zone=time_zone)


def between(
    session: Session, site_id: UUID, first: date, last: date, *, time_zone: str
) -> tuple[Encounter, ...]:
    """Visits started from one day of the clinic's calendar to another, the oldest first."""
    zone = ZoneInfo(time_zone)
    begins = datetime.combine(first, time(), zone)
    # The next midnight, not 24 hours: days on which clocks change have 23 or 25.
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = session.scalars(
        select(models.Encounter)
        .where(models.Encounter.site_id == site_id)
        .where(models.Encounter.state.not_in(GONE))
        .where(models.Encounter.started_at >= begins, models.Encounter.started_at < ends)
        .order_by(models.Encounter.started_at, models.Encounter.id)
    )
    return tuple(_value(session, row) for row in rows)


def of_patient(session: Session, patient_id: UUID, *, void: bool = False) -> tuple[Encounter, ...]:
    """The visits of one patient, the first one first.

    void     also those that were made void or erased
    """
    wanted = select(models.Encounter).where(models.Encounter.patient_id == patient_id)
    if not void:
        wanted = wanted.where(models.Encounter.state.not_in(GONE))
    rows = session.scalars(wanted.order_by(models.Encounter.number))
    return tuple(_value(session, row) for row in rows)


def end(session: Session, encounter_id: UUID, *, by: UUID, now: datetime) -> Encounter:
    """End the visit: its codes and kiosk tokens stop working. Ending twice changes nothing.

    raises   NotThere
    """
    row = session.get(models.Encounter, encounter_id)
    if row is None:
        raise NotThere("visit")
    if row.state == EncounterState.OPEN:
        row.state, row.ended_at = EncounterState.ENDED, now
        sittings.end_all(session, encounter_id)
        record(session, now, Kind.ENCOUNTER_ENDED, by, encounter=encounter_id)
    return _value(session, row)


def make_void(session: Session, encounter_id: UUID, *, now: datetime) -> Encounter:
    """Let the visit count in nothing; its codes and tablets stop working. See corrections.void.

    raises   NotThere
    """
    row = session.get(models.Encounter, encounter_id)
    if row is None:
        raise NotThere("visit")
    row.state, row.ended_at = EncounterState.VOID, row.ended_at or now
    sittings.end_all(session, encounter_id)
    return _value(session, row)


def _value(session: Session, row: models.Encounter) -> Encounter:
    packet = session.execute(
        select(models.PacketVersion.item_id, models.PacketVersion.version).where(
            models.PacketVersion.sha256 == row.packet_sha256
        )
    ).one()
    return value_of(row, packet.item_id, packet.version)


def value_of(row: models.Encounter, packet_id: str, packet_version: str) -> Encounter:
    """The row as the value that may leave the store."""
    return Encounter(
        id=row.id,
        site_id=row.site_id,
        patient_id=row.patient_id,
        number=row.number,
        code=row.code,
        packet_sha256=row.packet_sha256,
        packet_id=packet_id,
        packet_version=packet_version,
        state=EncounterState(row.state),
        time_zone=row.time_zone,
        started_by=row.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
