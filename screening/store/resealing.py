"""Sealing anew with the current key whatever an older one sealed: stopped anywhere, gone on later.

Which key sealed a record stands in clear at its head, so what is left to do is asked of the
database and kept nowhere. Each batch is one short transaction; the server goes on meanwhile, as
both keys open.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from screening.quick_dataclass import dataclass
from screening.store import models as m
from screening.store.db import Base, Database
from screening.store.errors import SealBroken
from screening.store.sealing import FORMAT, KEY_ID_BYTES, Place, keys_of, seal, unseal

BATCH = 200  # records of one transaction


@dataclass(frozen=True, slots=True)
class Sealed:
    """One column of sealed values, and what each of them is bound to."""

    table: type[Base]
    column: str
    bound_to: str = "id"  # the column whose id is in the place
    version: str = ""  # the column of the version in the place; empty: always 1
    part: str = ""  # a column whose value stands behind the field's name

    @property
    def values(self) -> InstrumentedAttribute[bytes | None]:
        found: InstrumentedAttribute[bytes | None] = getattr(self.table, self.column)
        return found

    def place(self, row: Any) -> Place:
        """Where the value of a row opens."""
        row_id: UUID = getattr(row, self.bound_to)
        version = getattr(row, self.version) if self.version else 1
        field = f"{self.column}.{getattr(row, self.part)}" if self.part else self.column
        return Place(self.table.__tablename__, row_id, field, version)


SEALED = (
    Sealed(m.Site, "key_proof"),
    Sealed(m.Patient, "identity", version="identity_version"),
    Sealed(m.Draft, "document", "response_id", "save_number"),
    Sealed(m.Revision, "document", "response_id", "number"),
    Sealed(m.Revision, "reason", "response_id", "number"),
    Sealed(m.PaperPage, "items", "response_id", part="page_id"),
    Sealed(m.RaisedFinding, "detail"),
    Sealed(m.RaisedFinding, "changes", version="change_count"),
    Sealed(m.Note, "document", "encounter_id", "number"),
    Sealed(m.Signature, "document", "encounter_id", "number"),
    Sealed(m.SummaryDocument, "document"),
    Sealed(m.Correction, "reason"),
    Sealed(m.BreakGlass, "reason"),
    Sealed(m.LegalHold, "reason"),
    Sealed(m.DisclosureConsent, "document"),
    Sealed(m.DisclosureRestriction, "words"),
    Sealed(m.Totp, "secret"),
)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What one batch came to."""

    done: int  # records that the current key sealed anew
    broken: int  # that open with no key: damaged, or sealed by a key that is not in the file


def left(session: Session) -> int:
    """How many values were sealed by another key than the current one."""
    numbers = (
        session.scalar(select(func.count()).select_from(one.table).where(_by_another(session, one)))
        for one in SEALED
    )
    return sum(number or 0 for number in numbers)


def reseal(database: Database) -> Iterator[Resealed]:
    """Seal everything anew, batch by batch; whoever stops in between goes on where it ended."""
    for one in SEALED:
        with database.read() as session:
            wanted = select(*_key(one)).where(_by_another(session, one))
            keys = [tuple(row) for row in session.execute(wanted)]
        for begin in range(0, len(keys), BATCH):
            with database.write() as session:
                batch = _batch(session, one, keys[begin : begin + BATCH])
            yield batch


def _batch(session: Session, one: Sealed, keys: list[tuple[Any, ...]]) -> Resealed:
    rows = session.scalars(select(one.table).where(tuple_(*_key(one)).in_(keys))).all()
    done = broken = 0
    for row in rows:
        held, place = getattr(row, one.column), one.place(row)
        if held is None or _is_current(session, held):  # erased or saved anew meanwhile
            continue
        try:
            plain = unseal(keys_of(session), place, held)
        except SealBroken:
            broken += 1  # kept as it is: a damaged record must not keep the others back
            continue
        setattr(row, one.column, seal(keys_of(session), place, plain))
        done += 1
    session.flush()
    return Resealed(done, broken)


def _key(one: Sealed) -> tuple[ColumnElement[Any], ...]:
    """The primary key of the table."""
    return tuple(one.table.__table__.primary_key)


def _head(session: Session) -> bytes:
    return FORMAT + keys_of(session).current


def _is_current(session: Session, held: bytes) -> bool:
    return held.startswith(_head(session))


def _by_another(session: Session, one: Sealed) -> ColumnElement[bool]:
    head = func.substr(one.values, 1, len(FORMAT) + KEY_ID_BYTES, type_=LargeBinary)
    return head != _head(session)
