"""The drill: a backup put into a temporary database, looked through, and taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Select, make_url, select, text

from screening.quick_dataclass import dataclass
from screening.store import audit_chain, migrations
from screening.store.backups import restoring
from screening.store.backups.faults import told_as
from screening.store.backups.making import address_of, write_new
from screening.store.backups.manifest import POSTGRESQL, SQLITE, Manifest, count_rows
from screening.store.backups.sealed_file import ANOTHER, SealedFile
from screening.store.backups.workplace import workplace
from screening.store.db import WRITES, Database, make_engine, open_database
from screening.store.errors import BackupError, SealBroken
from screening.store.models import AuditEvent
from screening.store.resealing import SEALED, Sealed
from screening.store.sealing import Keys, keys_of, unseal

ROWS_AT_ONCE = 500
TOLD_AT_MOST = 20  # faults of one kind
NO_SERVER = "This backup is of PostgreSQL, and is tried in a temporary database on its server."
SET_SERVER = "Set SCREENING_DATABASE_URL to a database of the server to use."
NO_PLACE = "The server made no temporary database: {}."
BROKEN_OFF = "The drill could not go on: {}."
MAY_CREATE = "Use an account that may create databases."


@dataclass(frozen=True, slots=True)
class Line:
    """What one check came to."""

    holds: bool
    words: str  # "what: what was found"


def drill(path: Path, keys: Keys, data: Path, server: str) -> Iterator[Line]:
    """Each check in a line, as it is done; the temporary database is gone at the end.

    data     folder in which an unsealed copy lies meanwhile
    server   address of the installation's database; its server tries backups of PostgreSQL
    raises   BackupError when the file does not open
    """
    with told_as(BROKEN_OFF, ANOTHER), workplace(data) as folder:
        with restoring.opened(path, keys) as (sealed, manifest):
            restoring.read_whole(path, keys)
            yield Line(True, f"file: whole, made {manifest.made_at}, {manifest.database}")
            with _place(manifest, folder, server) as url:
                _unpack(sealed, url, keys)
                yield from _stored(url, manifest)
                yield from _opened(url, keys, manifest)


@contextmanager
def _place(manifest: Manifest, folder: Path, server: str) -> Iterator[str]:
    """The address of a database that is there for the drill alone."""
    if manifest.database == SQLITE:
        yield address_of(folder / "drill.sqlite3")
        return
    if make_url(server).get_backend_name() != POSTGRESQL:
        raise BackupError(NO_SERVER, SET_SERVER)
    name = f"screening_drill_{uuid4().hex}"
    engine = make_engine(server)
    try:
        with told_as(NO_PLACE, MAY_CREATE):
            _on_server(engine, f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            _on_server(engine, f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


def _on_server(engine: Engine, statement: str) -> None:
    alone = engine.execution_options(isolation_level="AUTOCOMMIT", **{WRITES: False})
    with alone.connect() as connection:
        connection.execute(text(statement))


def _unpack(sealed: SealedFile, url: str, keys: Keys) -> None:
    if make_url(url).get_backend_name() == POSTGRESQL:
        restoring.unpack_postgres(sealed, url, keys)
    else:
        write_new(Path(make_url(url).database or ""), sealed.pieces())


def _stored(url: str, manifest: Manifest) -> Iterator[Line]:
    """What the database says of itself, before any table is touched."""
    engine = make_engine(url)
    try:
        with engine.execution_options(**{WRITES: False}).connect() as connection:
            if manifest.database == SQLITE:
                found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                yield _line("integrity", [str(one) for one in found if one != "ok"])
                loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                faults = [f"{row[0]} row {row[1]} refers to no row of {row[2]}" for row in loose]
                yield _line("foreign keys", faults)
            else:
                yield Line(True, "integrity: restored without a fault")
                yield Line(True, "foreign keys: made anew by the server, which checked each row")
            yield _rows(manifest, count_rows(connection))
    finally:
        engine.dispose()


def _opened(url: str, keys: Keys, manifest: Manifest) -> Iterator[Line]:
    """What the keys say, once the tables are those of this release."""
    database = open_database(url, keys)
    try:
        migrations.upgrade(database.engine)
        yield Line(True, f"migration: {manifest.migration}, this release {migrations.newest()}")
        yield _sealed(database)
        yield from _chain(database, manifest)
    finally:
        database.close()


def _rows(manifest: Manifest, found: dict[str, int]) -> Line:
    names = sorted({*manifest.tables, *found})
    faults = [
        f"{name} has {found.get(name)} in place of {manifest.tables.get(name)}"
        for name in names
        if found.get(name) != manifest.tables.get(name)
    ]
    return _line("rows", faults, f"{manifest.rows} in {len(names)} tables, as when it was made")


def _sealed(database: Database) -> Line:
    """Open everything that is sealed, and keep nothing of it."""
    number, broken = 0, []
    with database.read() as session:
        for one in SEALED:
            name = f"{one.table.__tablename__}.{one.column}"
            for row in session.execute(_values(one)).yield_per(ROWS_AT_ONCE):
                number += 1
                try:
                    unseal(keys_of(session), one.place(row), getattr(row, one.column))
                except SealBroken:
                    broken.append(f"{name} of {getattr(row, one.bound_to)}")
    return _line("sealed values", broken, f"{number} open with the key file")


def _values(one: Sealed) -> Select[Any]:
    """What is sealed in a column, and what each value is bound to."""
    names = (one.column, one.bound_to, one.version, one.part)
    wanted: Any = select(*(getattr(one.table, name) for name in dict.fromkeys(names) if name))
    found: Select[Any] = wanted.where(getattr(one.table, one.column).is_not(None))
    return found


def _chain(database: Database, manifest: Manifest) -> Iterator[Line]:
    with database.read() as session:
        checked = audit_chain.check(session)
        held = session.scalar(select(AuditEvent.hash).where(AuditEvent.number == manifest.events))
    faults = [f"event {fault.number}: {fault.problem}" for fault in checked.faults]
    yield _line("audit trail", faults, f"events {checked.first} to {checked.last}, each signed")
    same = held == manifest.head or not manifest.events
    other = [] if same and checked.newest == manifest.events else ["another than when it was made"]
    yield _line("audit head", other, f"event {manifest.events}, as when it was made")


def _line(what: str, faults: list[str], good: str = "no faults") -> Line:
    if not faults:
        return Line(True, f"{what}: {good}")
    more = f" and {len(faults) - TOLD_AT_MOST} more" if len(faults) > TOLD_AT_MOST else ""
    return Line(False, f"{what}: {'; '.join(faults[:TOLD_AT_MOST])}{more}")
