"""Patients: added, corrected and found. Search is exact, through keyed marks."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sealing, search_marks
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is. Kept out of repr, so that no log line ever shows it."""

    family: str = field(repr=False)
    given: str = field(repr=False)
    born: date = field(repr=False)
    record: str = field(repr=False)  # the clinic's record number, as typed


@dataclass(frozen=True, slots=True)
class Patient:
    """One person at one site."""

    id: UUID
    site_id: UUID
    identity: Identity
    identity_version: int  # 1 when added, one more with each correction
    merged_into: UUID | None = None  # the entry of the same person that stands for both


def as_json(identity: Identity) -> dict[str, str]:
    """What is sealed of it."""
    return {
        "family": identity.family,
        "given": identity.given,
        "born": identity.born.isoformat(),
        "record": identity.record,
    }


def from_json(content: Mapping[str, str]) -> Identity:
    """The same, opened again."""
    return Identity(
        family=content["family"],
        given=content["given"],
        born=date.fromisoformat(content["born"]),
        record=content["record"],
    )


def add(
    session: Session, site_id: UUID, identity: Identity, *, by: UUID | None, now: datetime
) -> Patient:
    """A new patient.

    raises   NameTaken when the site has this record number already
    """
    row = models.Patient(id=uuid4(), site_id=site_id, identity_version=1, created_at=now)
    with _record_number_free(session):
        _fill(session, row, identity)
        session.add(row)
    record(session, now, Kind.PATIENT_ADDED, by, patient=row.id)
    return value_of(session, row)


def correct(
    session: Session,
    patient_id: UUID,
    identity: Identity,
    *,
    correction: UUID,
    by: UUID,
    now: datetime,
) -> Patient:
    """Put a name, birth date or record number right; see corrections.correct.

    correction   id of the row that keeps the reason
    raises   NotThere; NameTaken when the record number belongs to somebody else
    """
    row = session.get(models.Patient, patient_id)
    if row is None:
        raise NotThere("patient")
    with _record_number_free(session):
        row.identity_version += 1
        _fill(session, row, identity)
    record(
        session, now, Kind.PATIENT_CORRECTED, by,
        patient=row.id, version=row.identity_version, correction=correction,
    )  # fmt: skip
    return value_of(session, row)


def get(session: Session, patient_id: UUID, *, site_id: UUID | None = None) -> Patient:
    """One patient.

    site_id   only of this site; None for code that came by a visit of the site
    raises    NotThere, the same whether there is none or it is another site's
    """
    wanted = select(models.Patient).where(models.Patient.id == patient_id)
    if site_id is not None:
        wanted = wanted.where(models.Patient.site_id == site_id)
    row = session.scalar(wanted)
    if row is None:
        raise NotThere("patient")
    return value_of(session, row)


def find_by_record(session: Session, site_id: UUID, record_number: str) -> Patient | None:
    """The patient with this record number; capitals, spaces and hyphens do not matter."""
    mark = search_marks.record_mark(session, site_id, record_number)
    row = session.scalar(
        select(models.Patient).where(
            models.Patient.site_id == site_id, models.Patient.record_mark == mark
        )
    )
    return standing(session, value_of(session, row)) if row else None


def standing(session: Session, patient: Patient) -> Patient:
    """The entry that stands for a patient: this one, or the one it was merged into."""
    while patient.merged_into is not None:
        patient = get(session, patient.merged_into)
    return patient


def find(session: Session, site_id: UUID, family: str, born: date) -> tuple[Patient, ...]:
    """Patients with this family name and birth date, as search_marks.searchable_name reads it."""
    mark = search_marks.family_mark(session, site_id, family, born)
    return _values(
        session,
        session.scalars(
            select(models.Patient).where(
                models.Patient.site_id == site_id, models.Patient.family_mark == mark
            )
        ),
    )


def near_duplicates(session: Session, site_id: UUID, born: date) -> tuple[Patient, ...]:
    """Everybody of the site with this birth date: few enough to be read by the desk."""
    mark = search_marks.born_mark(session, site_id, born)
    return _values(
        session,
        session.scalars(
            select(models.Patient).where(
                models.Patient.site_id == site_id, models.Patient.born_mark == mark
            )
        ),
    )


def recent(session: Session, site_id: UUID, limit: int = 20) -> tuple[Patient, ...]:
    """Those seen last, newest first; a patient without a visit counts from being added."""
    visited = (
        select(
            models.Encounter.patient_id, func.max(models.Encounter.started_at).label("started_at")
        )
        .group_by(models.Encounter.patient_id)
        .subquery()
    )
    last = func.coalesce(visited.c.started_at, models.Patient.created_at)
    rows = session.scalars(
        select(models.Patient)
        .outerjoin(visited, visited.c.patient_id == models.Patient.id)
        .where(models.Patient.site_id == site_id, models.Patient.merged_into.is_(None))
        .order_by(last.desc(), models.Patient.id)
        .limit(limit)
    )
    return tuple(value_of(session, row) for row in rows)


@contextmanager
def _record_number_free(session: Session) -> Iterator[None]:
    """Let the unique constraint decide, because two desks may type the same number at once."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        raise NameTaken("record number") from None


def _fill(session: Session, row: models.Patient, identity: Identity) -> None:
    row.identity = sealing.seal_json(session, _place(row), as_json(identity))
    _mark(session, row, identity)


def mark_anew(session: Session, row: models.Patient) -> None:
    """Renew what a stored row is found by; see search_marks.

    raises   SealBroken
    """
    _mark(session, row, value_of(session, row).identity)


def _mark(session: Session, row: models.Patient, identity: Identity) -> None:
    row.record_mark = search_marks.record_mark(session, row.site_id, identity.record)
    row.family_mark = search_marks.family_mark(session, row.site_id, identity.family, identity.born)
    row.born_mark = search_marks.born_mark(session, row.site_id, identity.born)
    row.marks_recipe = search_marks.RECIPE


def _values(session: Session, rows: Iterable[models.Patient]) -> tuple[Patient, ...]:
    """Opened, each person once, and sorted by name as the desk reads it."""
    found = (standing(session, value_of(session, row)) for row in rows)
    return tuple(
        sorted(
            {patient.id: patient for patient in found}.values(),
            key=lambda p: (p.identity.family.casefold(), p.identity.given.casefold()),
        )
    )


def value_of(session: Session, row: models.Patient) -> Patient:
    """The row as the value that may leave the store.

    raises   SealBroken
    """
    content = cast(dict[str, str], sealing.unseal_json(session, _place(row), row.identity))
    identity = from_json(content)
    return Patient(row.id, row.site_id, identity, row.identity_version, row.merged_into)


def _place(row: models.Patient) -> sealing.Place:
    return sealing.Place("patient", row.id, "identity", row.identity_version)
