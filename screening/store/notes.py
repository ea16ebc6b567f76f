"""The free note of a visit: what a clinician writes beside the answers, in versions of its own."""

from dataclasses import field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.encounters import GONE
from screening.store.errors import EncounterEnded, NotThere, StaleNote
from screening.store.sealing import Place, seal_json, unseal_json


@dataclass(frozen=True, slots=True)
class Note:
    """One version."""

    encounter_id: UUID
    number: int  # the first is 1
    text: str = field(repr=False)  # empty: taken away
    author_id: UUID
    written_at: datetime


def write(
    session: Session,
    encounter_id: UUID,
    text: str,
    *,
    shown: int,
    by: UUID,
    now: datetime,
) -> Note | None:
    """Add a version. The same text again changes nothing; None where there is still no note.

    text     exactly what is kept; empty takes the note away, its versions stay
    shown    number of the version that the form was shown with; 0: none
    raises   StaleNote with the newest text, NotThere, EncounterEnded for a void or erased visit
    """
    encounter = session.get(models.Encounter, encounter_id)
    if encounter is None:
        raise NotThere("visit")
    if encounter.state in GONE:
        raise EncounterEnded
    known = newest(session, encounter_id)
    number, stored = (known.number, known.text) if known else (0, "")
    if stored == text:
        return known
    if number != shown:
        raise StaleNote(number, stored)
    row = models.Note(
        id=uuid4(), encounter_id=encounter_id, number=number + 1, author_id=by, written_at=now
    )
    row.document = seal_json(session, _place(row), text)
    session.add(row)
    session.flush()
    record(session, now, Kind.NOTE_WRITTEN, by, encounter=encounter_id, note=row.number)
    return _value(session, row)


def newest(session: Session, encounter_id: UUID) -> Note | None:
    """The version that counts; None where nobody wrote one."""
    row = session.scalar(
        select(models.Note)
        .where(models.Note.encounter_id == encounter_id)
        .order_by(models.Note.number.desc())
        .limit(1)
    )
    return _value(session, row) if row else None


def history(session: Session, encounter_id: UUID) -> tuple[Note, ...]:
    """All versions, the first one first."""
    rows = session.scalars(
        select(models.Note)
        .where(models.Note.encounter_id == encounter_id)
        .order_by(models.Note.number)
    )
    return tuple(_value(session, row) for row in rows)


def _value(session: Session, row: models.Note) -> Note:
    text = cast(str, unseal_json(session, _place(row), row.document))
    return Note(row.encounter_id, row.number, text, row.author_id, row.written_at)


def _place(row: models.Note) -> Place:
    # Bound to the visit, not to its own id: put beside another visit, it stays shut.
    return Place("note", row.encounter_id, "document", row.number)
