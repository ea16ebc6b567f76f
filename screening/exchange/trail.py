"""The audit trail as a file: CSV for a spreadsheet, JSON lines for a program.

Both carry what the chain is made of, so that whoever gets the whole trail can work its hashes out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from screening.exchange.cells import write_line
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event."""

    number: int
    at: str  # UTC, 2026-11-30T04:15:00.000000+00:00
    kind: str
    account: str  # name of the account; empty for a patient and for the app itself
    account_id: str
    ids: str  # canonical JSON, as it is hashed
    previous_hash: str
    hash: str
    signature: str


class Event(Protocol):
    """An event as it is kept."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def account_id(self) -> UUID | None: ...
    @property
    def ids(self) -> str: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def signature(self) -> str: ...


def line_of(event: Event, names: Mapping[UUID, str]) -> TrailLine:
    """An event as it stands in a file.

    names   of accounts, by id
    """
    return TrailLine(
        number=event.number,
        at=event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        kind=event.kind,
        account=names.get(event.account_id, "") if event.account_id else "",
        account_id=str(event.account_id or ""),
        ids=event.ids,
        previous_hash=event.previous_hash,
        hash=event.hash,
        signature=event.signature,
    )


@dataclass(frozen=True, slots=True)
class TrailFormat:
    """One form of the file."""

    words: str
    media_type: str
    extension: str
    write: Callable[[Iterable[TrailLine]], Iterator[bytes]]


def write_csv(lines: Iterable[TrailLine]) -> Iterator[bytes]:
    """A head and a line for each event; no cell is taken for a formula."""
    yield write_line([field.name for field in fields(TrailLine)]).encode()
    for line in lines:
        yield write_line([str(value) for value in astuple(line)]).encode()


def write_json_lines(lines: Iterable[TrailLine]) -> Iterator[bytes]:
    """An object for each event."""
    names = [field.name for field in fields(TrailLine)]
    for line in lines:
        yield f"{json.dumps(dict(zip(names, astuple(line), strict=True)))}\n".encode()


TRAIL_FORMATS: Mapping[str, TrailFormat] = {
    "csv": TrailFormat("CSV, for a spreadsheet", "text/csv", "csv", write_csv),
    "jsonl": TrailFormat(
        "JSON lines, for a program", "application/jsonl", "jsonl", write_json_lines
    ),
}
