"""Making a backup: copied at one moment, sealed, on the disk, on the audit trail, then named."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import make_url, text
from sqlalchemy.engine import URL

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind, record
from screening.store.backups import manifest as manifests
from screening.store.backups import postgres_tools, sqlite_copy
from screening.store.backups.faults import told_as
from screening.store.backups.manifest import Manifest
from screening.store.backups.sealed_file import CHUNK, new_head, seal_stream
from screening.store.backups.workplace import workplace
from screening.store.db import Database, open_database
from screening.store.disk import sync
from screening.store.errors import BackupError
from screening.store.sealing import Keys

THERE_ALREADY = "There is a file of this name already, and it stays as it is."
NOT_WRITTEN = "The backup could not be written: {}."
NOT_MADE = "No backup was made, and nothing of it was left behind."


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is on the disk under its name."""

    manifest: Manifest
    size: int  # bytes of the sealed file
    sha256: str  # of the sealed file


def make(
    database: Database,
    keys: Keys,
    target: Path,
    data: Path,
    *,
    operator: int,
    now: datetime,
    between: Callable[[], object] = lambda: None,
) -> Made:
    """Write a backup to a new file.

    data      folder in which an unsealed copy lies meanwhile
    operator  number of the machine's account
    between   called between two portions of the copy
    raises    BackupError; then no file of that name is there
    """
    part = target.with_name(f".{target.name}.part")
    with told_as(NOT_WRITTEN, NOT_MADE), workplace(data) as folder:
        refuse_existing(target)
        part.unlink(missing_ok=True)  # of one that was killed
        try:
            with content(database, keys, folder, now=now, between=between) as (manifest, pieces):
                head = new_head(keys)
                stream = seal_stream(keys, head, manifest.written(), pieces)
                size, sha256 = write_new(part, stream)
            # First in the trail, then in the world: what is not written down does not exist.
            with database.write() as session:
                record(
                    session, now, Kind.BACKUP_MADE, None,
                    backup=head.file_id.hex(), bytes=size, sha256=sha256, operator=operator,
                )  # fmt: skip
            give_name(part, target)
        finally:
            part.unlink(missing_ok=True)
    return Made(manifest, size, sha256)


@contextmanager
def content(
    database: Database,
    keys: Keys,
    folder: Path,
    *,
    now: datetime,
    between: Callable[[], object] = lambda: None,
) -> Iterator[tuple[Manifest, Iterator[bytes]]]:
    """The database of one moment and what is to be said of that same moment."""
    with ExitStack() as stack:
        if database.engine.dialect.name == manifests.POSTGRESQL:
            session = stack.enter_context(database.read())
            manifest = manifests.take(session, now)
            snapshot = session.scalar(text("SELECT pg_export_snapshot()")) or ""
            between()
            yield manifest, stack.enter_context(postgres_tools.dump(database.engine, snapshot))
            return
        path = folder / "copy.sqlite3"
        sqlite_copy.copy(database, path, between)
        copied = open_database(address_of(path), keys)
        try:
            with copied.read() as session:
                manifest = manifests.take(session, now)
        finally:
            copied.close()
        yield manifest, _read(stack.enter_context(path.open("rb")))


def address_of(path: Path) -> str:
    """The address of an SQLite file, whatever signs are in its name."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def shown_address(url: str) -> str:
    """To be told: a file by its path, a server without the password."""
    address = make_url(url)
    if address.get_backend_name() == manifests.SQLITE:
        return address.database or ""
    return address.render_as_string(hide_password=True)


def refuse_existing(target: Path) -> None:
    """Nothing is ever written over; raises BackupError."""
    if os.path.lexists(target):
        raise BackupError(THERE_ALREADY, "Name another one.")


def write_new(path: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Write a file for its owner alone, down to the disk; its length and its hash.

    raises   OSError; a sync that failed is not tried again
    """
    size, sha256 = 0, hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for piece in pieces:
            sha256.update(piece)
            size += len(piece)
            left = memoryview(piece)
            while left:
                left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return size, sha256.hexdigest()


def give_name(part: Path, target: Path) -> None:
    """Put a whole file in its place, for good; where that is not sure, take it away again."""
    refuse_existing(target)
    os.rename(part, target)
    try:
        sync(target.parent)
    except OSError as error:
        # Some file systems, such as those of sticks, cannot sync a folder at all.
        if error.errno != errno.EINVAL:
            target.unlink(missing_ok=True)
            raise


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
