"""Who is expected on a day. A visit starts only when the patient is there: durations run to it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind, record
from screening.store.errors import NotThere
from screening.store.models import DayEntry


@dataclass(frozen=True, slots=True)
class Expected:
    """A patient who is expected on a day."""

    id: UUID
    patient_id: UUID
    time: str  # 09:30, or empty
    packet_id: str  # or empty


def expect(
    session: Session,
    site_id: UUID,
    patient_id: UUID,
    day: date,
    *,
    time: str,
    packet_id: str,
    by: UUID,
    now: datetime,
) -> bool:
    """Put a patient on the list of a day; False when there already: time and packet are renewed."""
    row = session.scalar(
        select(DayEntry).where(DayEntry.patient_id == patient_id, DayEntry.day == day)
    )
    if row is not None:
        row.time, row.packet_id = time or row.time, packet_id or row.packet_id
        session.flush()
        return False
    session.add(
        DayEntry(
            id=uuid4(),
            site_id=site_id,
            patient_id=patient_id,
            day=day,
            time=time,
            packet_id=packet_id,
            added_by=by,
            added_at=now,
        )
    )
    session.flush()
    return True


def of_day(
    session: Session, site_id: UUID, day: date, *, but: Collection[UUID] = ()
) -> tuple[Expected, ...]:
    """Who is expected, by time; those without a time last.

    but      patients who are here already
    """
    rows = session.scalars(select(DayEntry).where(DayEntry.site_id == site_id, DayEntry.day == day))
    found = [
        Expected(row.id, row.patient_id, row.time, row.packet_id)
        for row in rows
        if row.patient_id not in but
    ]
    return tuple(sorted(found, key=lambda entry: (not entry.time, entry.time, entry.id)))


def take_off(session: Session, entry_id: UUID, *, site_id: UUID) -> None:
    """Expect somebody no longer; the patient stays.

    raises   NotThere, the same for another site's
    """
    row = session.scalar(
        select(DayEntry).where(DayEntry.id == entry_id, DayEntry.site_id == site_id)
    )
    if row is None:
        raise NotThere("entry")
    session.delete(row)
    session.flush()


def note_list(session: Session, *, added: int, listed: int, by: UUID, now: datetime) -> None:
    """A day list was taken: how many patients are new, and how many lines were put on the list."""
    record(session, now, Kind.DAY_LIST_TAKEN, by, added=added, listed=listed)
