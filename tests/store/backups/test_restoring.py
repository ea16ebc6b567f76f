"""The way back: everything is there again, on the tables of this release, and nothing was lost."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from screening.store import audit_chain, audit_heads, encounters, migrations, patients
from screening.store.backups import making, postgres_tools, restoring
from screening.store.backups.making import Made, address_of
from screening.store.backups.sealed_file import new_head, seal_stream
from screening.store.db import Database, open_database
from screening.store.errors import BackupError
from screening.store.models import AuditEvent
from screening.store.sealing import Keys
from tests.store.backups.looking import ON_POSTGRES, ON_SQLITE, put_program
from tests.store.builders import CLEO, NOW, Clinic, later
from tests.store.conftest import of_database, on_server


@pytest.fixture
def place(url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database that is not there, or of PostgreSQL of an empty one."""
    if url.startswith("sqlite"):
        yield address_of(tmp_path / "new folder" / "screening.sqlite3")
        return
    name = f"restored_{uuid4().hex}"
    on_server(url, f"CREATE DATABASE {name}")
    yield of_database(url, name)
    on_server(url, f"DROP DATABASE {name} WITH (FORCE)")


def put_back(target: Path, keys: Keys, place: str) -> None:
    restoring.restore(target, keys, place, operator=1000, now=later(9))


def test_everything_is_there_again_and_the_trail_says_where_it_comes_from(
    made: Made, full: Clinic, target: Path, keys: Keys, place: str
) -> None:
    put_back(target, keys, place)

    database = open_database(place, keys)
    with database.read() as session:
        patient = encounters.get(session, full.encounter.id).patient_id
        family = patients.get(session, patient).identity.family
        checked = audit_chain.check(session)
        newest = session.get_one(AuditEvent, checked.newest)
        ids = json.loads(newest.ids)
    database.close()
    assert family == CLEO.family
    assert (checked.number, checked.newest) == (0, made.manifest.events + 1)
    assert (newest.kind, ids["sha256"]) == ("backup_restored", made.sha256)


def test_a_line_that_was_kept_after_the_backup_tells_how_much_is_missing(
    made: Made, database: Database, target: Path, keys: Keys, place: str
) -> None:
    with database.read() as session:
        kept = audit_heads.kept_line(session, now=NOW)  # after the event of the backup itself
    put_back(target, keys, place)

    restored = open_database(place, keys)
    with restored.read() as session:
        compared = audit_heads.compare(session, kept)
    restored.close()

    assert not compared.fits
    assert compared.number == made.manifest.events + 1


@ON_SQLITE
def test_the_new_file_is_its_owners_and_alone(
    made: Made, target: Path, keys: Keys, place: str, tmp_path: Path
) -> None:
    put_back(target, keys, place)

    (restored,) = (tmp_path / "new folder").iterdir()
    assert stat.S_IMODE(restored.stat().st_mode) == 0o600
    assert stat.S_IMODE(restored.parent.stat().st_mode) == 0o700


@ON_SQLITE
@pytest.mark.parametrize("ending", ["", "-wal", "-journal"])
def test_no_database_is_written_over_and_no_foreign_journal_is_taken_for_ours(
    made: Made, target: Path, keys: Keys, place: str, tmp_path: Path, ending: str
) -> None:
    there = tmp_path / "new folder" / f"screening.sqlite3{ending}"
    there.parent.mkdir()
    there.write_text("mine")

    with pytest.raises(BackupError, match="stays as it is"):
        put_back(target, keys, place)

    assert there.read_text() == "mine"
    assert list(there.parent.iterdir()) == [there]


@ON_POSTGRES
def test_a_database_with_tables_in_it_is_not_written_over(
    made: Made, target: Path, keys: Keys, url: str
) -> None:
    with pytest.raises(BackupError, match="There are tables.*Name an empty database"):
        put_back(target, keys, url)


@pytest.mark.parametrize("at", [60, -200])
def test_of_a_changed_backup_nothing_is_restored(
    made: Made, target: Path, keys: Keys, place: str, tmp_path: Path, at: int
) -> None:
    written = bytearray(target.read_bytes())
    written[at] ^= 1
    target.write_bytes(written)

    with pytest.raises(BackupError, match="damaged or changed"):
        put_back(target, keys, place)

    if place.startswith("sqlite"):
        assert [one for one in tmp_path.glob("new folder/*")] == []
    else:
        empty = open_database(place, keys)
        assert migrations.current(empty.engine) is None
        empty.close()


@ON_POSTGRES
def test_nothing_of_a_changed_backup_is_handed_to_pg_restore(
    database: Database, keys: Keys, target: Path, data: Path, place: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(postgres_tools, "CHUNK", 100)  # many chunks before the one that is wrong
    making.make(database, keys, target, data, operator=1000, now=NOW)
    put_program(tmp_path / "bin" / "pg_restore", f"touch {tmp_path / 'started'}; cat >/dev/null")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    target.write_bytes(target.read_bytes()[:-1] + b"x")

    with pytest.raises(BackupError, match="damaged or changed"):
        put_back(target, keys, place)

    assert not (tmp_path / "started").exists()


@ON_POSTGRES
def test_of_a_restore_that_fails_in_its_midst_nothing_stays(
    made: Made, target: Path, keys: Keys, place: str
) -> None:
    """A view is in the place of one of the last tables."""
    empty = open_database(place, keys)
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE VIEW tombstone AS SELECT 1"))

    with pytest.raises(BackupError, match="pg_restore could not go on.*Nothing was restored"):
        put_back(target, keys, place)

    assert inspect(empty.engine).get_table_names() == []
    empty.close()


def test_a_backup_of_an_older_release_gets_the_tables_of_this_one(
    database: Database, keys: Keys, target: Path, data: Path, place: str
) -> None:
    migrations.downgrade(database.engine, "0027")
    made = making.make(database, keys, target, data, operator=1000, now=NOW)
    put_back(target, keys, place)

    restored = open_database(place, keys)
    assert made.manifest.migration == "0027"
    assert migrations.current(restored.engine) == migrations.newest()
    restored.close()


def test_a_backup_of_a_later_release_is_refused(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path, place: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    making.make(database, keys, target, data, operator=1000, now=NOW)

    with pytest.raises(BackupError, match="later release"):
        put_back(target, keys, place)


@ON_SQLITE
def test_a_manifest_that_this_release_does_not_know_is_refused(
    keys: Keys, target: Path, place: str
) -> None:
    for written in (b"{}", b'{"more": 1}', b"not JSON"):
        target.write_bytes(b"".join(seal_stream(keys, new_head(keys), written, [])))
        with pytest.raises(BackupError, match="Use a newer release"):
            put_back(target, keys, place)


@ON_POSTGRES
@pytest.mark.parametrize(
    ("words", "told"),
    [("exit 1", "unknown"), ("exec 0<&-; echo 'it broke' >&2; exit 1", "it broke")],
)
def test_a_pg_restore_that_ends_early_is_told(
    made: Made, target: Path, keys: Keys, place: str, tmp_path: Path, words: str, told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put_program(tmp_path / "bin" / "pg_restore", words)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    with pytest.raises(BackupError, match=f"pg_restore could not go on .{told}"):
        put_back(target, keys, place)


@pytest.mark.parametrize("other", ["sqlite:////nowhere/x", "postgresql+psycopg://nobody@/x"])
def test_it_goes_back_to_its_own_kind_of_database(
    made: Made, target: Path, keys: Keys, url: str, other: str
) -> None:
    if other[:6] == url[:6]:
        return
    with pytest.raises(BackupError, match=f"This backup is of {url.partition('+')[0][:6]}"):
        put_back(target, keys, other)


def test_a_restore_that_fails_at_its_end_says_what_is_left_of_it(
    made: Made, target: Path, keys: Keys, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "upgrade", no_room)

    with pytest.raises(BackupError, match="No space left") as refused:
        put_back(target, keys, place)

    if place.startswith("sqlite"):
        assert restoring.NOTHING_LEFT in str(refused.value)
        return
    assert restoring.TABLES_LEFT in str(refused.value)
    database = open_database(place, keys)
    assert inspect(database.reading_engine).get_table_names()
    database.close()
