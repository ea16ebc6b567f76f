"""An audit trail that somebody tampers with, and whether that is seen at its place.

A trail is its rows as the database keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from screening.store import audit_chain, audit_heads
from screening.store.audit import Kind, record
from screening.store.audit_chain import Fault
from screening.store.db import Database
from screening.store.sealing import keys_of

EVENTS = 60
KEPT_EVERY = 10  # events between two kept lines
COLUMNS = (
    "number", "at", "kind", "account_id", "ids", "about", "previous_hash", "hash", "signature",
)  # fmt: skip
Row = dict[str, object]
Rows = list[Row]


@dataclass(frozen=True)
class Scene:
    """What a tampering can be made of."""

    rows: Rows  # the trail as it was written
    other: Rows  # of another installation, as long
    diverged: Rows  # a copy of this one that went other ways after half of it
    key: bytes  # of the audit signature
    kept: tuple[str, ...]  # lines that left the machine, the last one of the newest event


@dataclass(frozen=True)
class Tampered:
    """A trail that was tampered with, and where it must show."""

    rows: Rows
    places: frozenset[int]  # the first fault must be at one of these
    inside: bool = True  # whether the chain shows it by itself; else only a kept line does


def write_trail(session: Session, events: int, start: int, account: UUID) -> None:
    """Events of several kinds, by a person and by nobody."""
    begun = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    for n in range(start, start + events):
        now, visit = begun + timedelta(seconds=n, microseconds=17 * n), uuid4()
        if n % 3 == 0:
            record(session, now, Kind.CODE_USED, None, sitting=visit)
        elif n % 3 == 1:
            record(session, now, Kind.ENCOUNTER_ENDED, account, encounter=visit)
        else:
            record(session, now, Kind.SIGNED_OUT, account, sign_in=visit, reason="signed_out")


def a_scene(database: Database, another: Database) -> Scene:
    """Rows of one installation, of another, and of a copy that went other ways.

    database   of the installation, and another one's; both without an event
    """
    account = uuid4()
    with database.writing() as session:
        _let_anything_in(session)
        write_trail(session, EVENTS // 2, 0, account)
        half = read_rows(session)
        write_trail(session, EVENTS - EVENTS // 2, EVENTS // 2, account)
        diverged = read_rows(session)
        write_rows(session, half)
        kept = []
        for start in range(EVENTS // 2, EVENTS, KEPT_EVERY):
            write_trail(session, KEPT_EVERY, start, account)
            kept.append(audit_heads.kept_line(session, now=datetime.now(UTC)))
        rows, key = read_rows(session), keys_of(session).audit
        session.rollback()
    with another.writing() as session:
        _let_anything_in(session)
        write_trail(session, EVENTS, 0, account)
        other = read_rows(session)
        session.rollback()
    return Scene(rows, other, diverged, key, tuple(kept))


def read_rows(session: Session) -> Rows:
    """As they are stored."""
    session.flush()
    session.expire_all()
    found = session.connection().exec_driver_sql(
        f"SELECT {', '.join(COLUMNS)} FROM audit_event ORDER BY number"  # noqa: S608  fixed names
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def write_rows(session: Session, rows: Rows) -> None:
    """Put these in place of what is there, as whoever holds the database can."""
    session.expunge_all()
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM audit_event")
    marks = ", ".join("?" for _ in COLUMNS)
    driver = connection.connection.dbapi_connection
    assert driver is not None
    cursor = driver.cursor()
    cursor.executemany(
        f"INSERT INTO audit_event ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608  fixed
        [[row[column] for column in COLUMNS] for row in rows],
    )


def is_found(session: Session, scene: Scene, tampered: Tampered, *, but: str = "") -> bool:
    """Whether the tampering is seen, and told at its place. The session is rolled back after it.

    but   a check that is left out: the problem that it would tell, or "kept"
    """
    _let_anything_in(session)
    write_rows(session, tampered.rows)
    checked = audit_chain.check(session)
    inside = [fault for fault in checked.faults if not _left_out(fault, but)]
    kept = [] if but == "kept" else [audit_heads.compare(session, line) for line in scene.kept]
    session.rollback()
    if tampered.inside:
        return bool(inside) and inside[0].number in tampered.places
    wrong = [found.number for found in kept if not found.fits]
    return not inside and bool(wrong) and wrong[0] in tampered.places


def _left_out(fault: Fault, but: str) -> bool:
    return bool(but) and but in fault.problem


def _let_anything_in(session: Session) -> None:
    """Foreign keys are asked at the commit, to which it never comes."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
