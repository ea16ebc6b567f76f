"""A copy of a live SQLite database through the library's own call; the file itself is not read.

In WAL mode the copy is of one moment, and nobody waits for it. Where another mode is in force a
writer would wait for as long as we read: pages are taken in portions with a pause in which a writer
gets its turn; SQLite begins anew after each write, so in the end it is done in one go.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from screening.store.backups.faults import told_as
from screening.store.db import Database
from screening.store.durability import sqlite_module

PAGES = 2000  # of one portion
PAUSE_S = 0.01
NOT_COPIED = "The database could not be copied: {}."
ROOM = "No backup was made. The folder of the data needs as much free space as the database."
TIMES_AT_MOST = 5  # that as many portions are taken as there are


class _Overtaken(Exception):
    """Writers were faster."""


def copy(database: Database, target: Path, between: Callable[[], object]) -> None:
    """Write the whole database, as it is at one moment, to a new file.

    target    in a private folder: it is as open as the database itself
    between   called after each portion
    raises    BackupError
    """
    with told_as(NOT_COPIED, ROOM):
        _copy(database, target, between)


def _copy(database: Database, target: Path, between: Callable[[], object]) -> None:
    pooled = database.reading_engine.raw_connection()
    source: Any = pooled.driver_connection
    copied = sqlite_module.connect(str(target), isolation_level=None)
    try:
        copied.execute("PRAGMA synchronous = OFF")  # it is read at once and then removed
        if _mode(source) == "wal":
            _of_one_moment(source, copied, between)
        else:
            _between_writers(source, copied, between)
    finally:
        copied.close()
        pooled.close()


def _of_one_moment(source: Any, copied: Any, between: Callable[[], object]) -> None:
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # now the moment is fixed
        source.backup(copied, pages=PAGES, progress=lambda *_: between(), sleep=0)
    finally:
        source.execute("ROLLBACK")


def _between_writers(source: Any, copied: Any, between: Callable[[], object]) -> None:
    portions = 0

    def look(_status: int, _remaining: int, total: int) -> None:
        nonlocal portions
        between()
        portions += 1
        if portions > TIMES_AT_MOST * (total // PAGES + 1):
            raise _Overtaken

    try:
        source.backup(copied, pages=PAGES, progress=look, sleep=PAUSE_S)
    except _Overtaken:
        source.backup(copied)


def _mode(source: Any) -> str:
    (mode,) = source.execute("PRAGMA journal_mode").fetchone()
    return str(mode).lower()
