"""The way back: a backup put where no database is, and brought to the tables of this release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import inspect, make_url

from screening.store import migrations, renewal, sites
from screening.store.audit import Kind, record
from screening.store.backups import postgres_tools
from screening.store.backups.faults import told_as
from screening.store.backups.making import address_of, give_name, refuse_existing, write_new
from screening.store.backups.manifest import POSTGRESQL, SQLITE, Manifest, read_manifest
from screening.store.backups.sealed_file import SealedFile
from screening.store.db import open_database
from screening.store.disk import sync
from screening.store.errors import BackupError
from screening.store.sealing import Keys

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite would take for a part of the file
OTHER_KIND = "This backup is of {}."
WANTED = {
    SQLITE: "Name a new file, or sqlite:///… of one.",
    POSTGRESQL: "Name an empty database: postgresql+psycopg://…",
}
NOT_EMPTY = "There are tables in this database already, and they stay as they are."
NOT_RESTORED = "The backup could not be restored: {}."
NOTHING_LEFT = "Nothing was left behind of it."
TABLES_LEFT = "Its tables are in the database named; drop that, and try again with a new one."
LATER = "This backup has tables of a later release."


@contextmanager
def opened(path: Path, keys: Keys) -> Iterator[tuple[SealedFile, Manifest]]:
    """A backup of this release or an earlier one, its content still to be read.

    raises   BackupError, OSError
    """
    with path.open("rb") as file:
        sealed = SealedFile(file, keys)
        manifest = read_manifest(sealed.manifest)
        if manifest.migration > migrations.newest():
            raise BackupError(LATER, "Use that release, or a newer one.")
        yield sealed, manifest


def restore(path: Path, keys: Keys, url: str, *, operator: int, now: datetime) -> Manifest:
    """Put a backup into a database that is not there yet, or of PostgreSQL into an empty one.

    raises   BackupError, KeyFileError; then no file is there, and no table but those that the
             sentence tells of
    """
    with told_as(NOT_RESTORED, NOTHING_LEFT), opened(path, keys) as (sealed, manifest):
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        kind = make_url(url).get_backend_name()
        if kind != manifest.database:
            raise BackupError(
                OTHER_KIND.format(manifest.database), WANTED.get(manifest.database, "")
            )
        event: dict[str, str | int] = {
            "backup": sealed.head.file_id.hex(),
            "sha256": sha256,
            "operator": operator,
        }
        if kind == POSTGRESQL:
            read_whole(path, keys)
            unpack_postgres(sealed, url, keys)
            with told_as(NOT_RESTORED, TABLES_LEFT):
                settle(url, keys, event, now)
        else:
            target = Path(make_url(url).database or "")
            _restore_file(sealed, target, keys, event, now)
    return manifest


def read_whole(path: Path, keys: Keys) -> None:
    """Nothing of a backup is handed on to another program before all of it was found whole.

    raises   BackupError
    """
    with opened(path, keys) as (sealed, _):
        for _piece in sealed.pieces():
            pass


def unpack_postgres(sealed: SealedFile, url: str, keys: Keys) -> None:
    """Into an empty database, all or nothing; raises BackupError."""
    database = open_database(url, keys)
    try:
        if inspect(database.reading_engine).get_table_names():
            raise BackupError(NOT_EMPTY, WANTED[POSTGRESQL])
        postgres_tools.restore(database.engine, sealed.pieces())
    finally:
        database.close()


def settle(url: str, keys: Keys, event: dict[str, str | int], now: datetime) -> None:
    """Bring what was put back to this release, and say on its trail where it comes from."""
    database = open_database(url, keys)
    try:
        migrations.upgrade(database.engine)
        with database.write() as session:
            sites.check_keys(session)
            renewal.renew_marks(session)
            record(session, now, Kind.BACKUP_RESTORED, None, **event)
        database.empty_journal()
    finally:
        database.close()


def _restore_file(
    sealed: SealedFile, target: Path, keys: Keys, event: dict[str, str | int], now: datetime
) -> None:
    for ending in ("", *BESIDE):
        refuse_existing(target.with_name(target.name + ending))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    _remove(part)
    try:
        write_new(part, sealed.pieces())
        settle(address_of(part), keys, event, now)
        sync(part)
        give_name(part, target)
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for ending in ("", *BESIDE):
        part.with_name(part.name + ending).unlink(missing_ok=True)
