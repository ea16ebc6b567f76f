"""The audit trail's chain: its newest event, and whether what is stored fits together.

Reads the stored values as the driver hands them out: a row that somebody wrote by hand may hold
anything, and must become a fault with a place and not an error.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from screening.quick_dataclass import dataclass
from screening.store.audit_link import BEFORE_THE_FIRST, Signer, about_of, hash_of_told
from screening.store.models import AuditEvent

PORTION = 1000  # events read at once
FAULTS_AT_MOST = 200  # told one by one; of the rest the number

NOT_A_NUMBER = "its number is not a number"
OUT_OF_PLACE = "no event can have this number"  # below 1: the database refuses one twice
NOT_FOLLOWING = "it does not follow from the event before"
CHANGED = "its content was changed"
NOT_OURS = "its signature is not ours"
FOUND_ELSEWHERE = "what it is found by is not what it carries"
NOT_HELD = "the chain does not hold the head that is known from elsewhere"

_STORED_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", re.ASCII)
_AS_STORED = "YYYY-MM-DD HH24:MI:SS.US"  # for PostgreSQL
_STORED_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain does not hold."""

    number: int  # of the event at which it shows
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a stretch of the chain came to."""

    first: int  # number of the event that it began at
    last: int  # number of the last event that was looked at; first - 1 when there was none
    newest: int  # number of the newest event there is; 0 without one
    faults: tuple[Fault, ...]  # in their order, FAULTS_AT_MOST at most
    number: int  # of all faults

    @property
    def whole(self) -> bool:
        """Whether nothing is left to look at."""
        return self.last >= self.newest


class Faults:
    """Collects faults and keeps the first ones."""

    def __init__(self) -> None:
        self.told: list[Fault] = []
        self.number = 0

    def add(self, found: Iterator[Fault]) -> None:
        """Count all of them."""
        for fault in found:
            self.number += 1
            if self.number <= FAULTS_AT_MOST:
                self.told.append(fault)


def check(
    session: Session, first: int = 1, *, goes_on: Callable[[], bool] = lambda: True
) -> Checked:
    """Look at the events from a number on.

    first     1 for the whole chain; else the event before is taken as it stands
    goes_on   asked after every PORTION events; False ends the check there
    """
    signed, faults = Signer(session), Faults()
    newest = newest_number(session)
    last = first - 1
    with _any_text(session):
        number, previous = _before(session, first)
        rows = session.execute(_stored(session, first)).yield_per(PORTION)
        for portion in rows.partitions(PORTION):
            for row in portion:
                faults.add(_faults(row, number, previous, signed))
                last = number = _number_of(row, number)
                previous = row.hash
            if not goes_on():
                break
        rows.close()
    return Checked(first, last, newest, tuple(faults.told), faults.number)


def verify(session: Session, known_head: str | None = None) -> list[Fault]:
    """Every fault of the whole chain; empty when it holds.

    known_head   a head that was kept elsewhere (a PDF, the daily line); missing: the tail was cut
    """
    checked = check(session)
    faults = list(checked.faults)
    if known_head not in (None, BEFORE_THE_FIRST):
        if session.scalar(select(AuditEvent.number).where(AuditEvent.hash == known_head)) is None:
            faults.append(Fault(checked.newest, NOT_HELD))
    return faults


def newest_number(session: Session) -> int:
    """Number of the newest event; 0 without one."""
    return session.scalar(select(func.max(AuditEvent.number)).where(is_number(session))) or 0


def is_number(session: Session) -> Any:
    """To be asked of events: SQLite takes any text for a number, and sorts it behind all."""
    if session.get_bind().dialect.name == "sqlite":
        return func.typeof(AuditEvent.number) == "integer"
    return AuditEvent.number.is_not(None)


def head(session: Session) -> str:
    """Hash of the newest event, 64 hex digits; zeros while there is none."""
    newest = select(AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
    return session.scalar(newest) or BEFORE_THE_FIRST


def _stored(session: Session, first: int) -> Select[Any]:
    """The columns as they are stored: a type would refuse what somebody wrote into one."""
    columns: dict[str, Any] = {
        column.name: type_coerce(column, NullType()) for column in AuditEvent.__table__.columns
    }
    if session.get_bind().dialect.name == "postgresql":
        # As SQLite has it: the driver stops at times that no clock of Python's shows.
        columns["at"] = func.to_char(func.timezone("UTC", AuditEvent.at), _AS_STORED)
    wanted: Any = select(*(column.label(name) for name, column in columns.items()))
    if first > 1:  # else those too whose number is below the first one
        wanted = wanted.where(AuditEvent.number >= first)
    return cast(Select[Any], wanted.order_by(AuditEvent.number))


@contextmanager
def _any_text(session: Session) -> Iterator[None]:
    """Let bytes that are no text be read: SQLite keeps them, and its driver would stop at them."""
    driver: Any = session.connection().connection.dbapi_connection
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    driver.text_factory = lambda stored: stored.decode(errors="replace")
    try:
        yield
    finally:
        driver.text_factory = str


def _before(session: Session, first: int) -> tuple[int, str]:
    """Number and hash of the event before, by which the first one is judged."""
    if first <= 1:
        return 0, BEFORE_THE_FIRST
    wanted = select(AuditEvent.number, AuditEvent.hash).where(AuditEvent.number < first)
    row = session.execute(wanted.order_by(AuditEvent.number.desc()).limit(1)).one_or_none()
    return (row.number, row.hash) if row else (0, BEFORE_THE_FIRST)


def _number_of(row: Any, before: int) -> int:
    return row.number if isinstance(row.number, int) else before + 1


def _faults(row: Any, number: int, previous: str, signed: Signer) -> Iterator[Fault]:
    here = _number_of(row, number)
    if not isinstance(row.number, int):
        yield Fault(here, NOT_A_NUMBER)
        return
    if here > number + 1:
        yield Fault(here, f"the events between {number} and {here} are missing")
    elif here <= number:
        yield Fault(here, OUT_OF_PLACE)
    if row.previous_hash != previous:
        yield Fault(here, NOT_FOLLOWING)
    if row.hash != _hash_of_row(row):
        yield Fault(here, CHANGED)
    elif _about_of_row(row) != _id_of(row.about):
        yield Fault(here, FOUND_ELSEWHERE)
    # Compared as text: what somebody wrote there may not even be one.
    if row.signature != signed(str(row.hash)):
        yield Fault(here, NOT_OURS)


def _hash_of_row(row: Any) -> str | None:
    """None where a value cannot be one of ours."""
    at, account_id = _time_of(row.at), _id_of(row.account_id)
    texts = isinstance(row.kind, str) and isinstance(row.ids, str)
    if at is None or account_id == "" or not texts or not isinstance(row.number, int):
        return None
    try:
        return hash_of_told(row.number, at, row.kind, account_id, row.ids, row.previous_hash)
    except (TypeError, ValueError):  # bytes in place of a text; half a character
        return None


def _time_of(stored: object) -> str | None:
    if isinstance(stored, str) and _STORED_TIME.fullmatch(stored):
        return f"{stored.replace(' ', 'T')}+00:00"
    return None


def _id_of(stored: object) -> str | None:
    """As 32 hex digits; None for none, and an empty text for what is no id."""
    if stored is None:
        return None
    if isinstance(stored, UUID):
        return stored.hex
    return stored if isinstance(stored, str) and _STORED_ID.fullmatch(stored) else ""


def _about_of_row(row: Any) -> str | None:
    try:
        found = about_of(json.loads(row.ids))
    except (ValueError, TypeError):
        return ""  # no id: its content was changed as well
    return found.hex if found else None
