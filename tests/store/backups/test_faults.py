"""Every call of a backup fails once and for good: a whole backup or none, never a half one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from screening.settings import ROOT
from screening.store.backups import making, restoring
from screening.store.backups.workplace import LOCK
from screening.store.db import Database
from screening.store.errors import BackupError
from screening.store.models import AuditEvent
from screening.store.sealing import Keys
from tests.conftest import COUNTED
from tests.store.backups.failing import CALLS, WHY, failing
from tests.store.backups.looking import ON_SQLITE
from tests.store.builders import NOW, Clinic


def events(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def fault_of(database: Database, keys: Keys, target: Path, data: Path) -> BackupError | None:
    """What a backup says that was not made."""
    try:
        making.make(database, keys, target, data, operator=1000, now=NOW)
    except BackupError as error:
        return error
    return None


@ON_SQLITE
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_leaves_a_whole_backup_or_none(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path,
    call: str, for_good: bool, record_property: pytest.RecordProperty,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "CHUNK", 64 * 1024)
    with failing(call, None, for_good=False) as counted:
        making.make(database, keys, target, data, operator=1000, now=NOW)
    target.unlink()
    number = counted.number
    assert number > 0
    for nth in range(1, number + 1):
        before = events(database)
        with failing(call, nth, for_good=for_good):
            fault = fault_of(database, keys, target, data)
        assert target.exists() == (fault is None)
        assert fault is not None or call in ("open", "close")  # those of clearing up
        if fault is not None:
            assert "it failed on purpose" in str(fault)
        else:
            restoring.read_whole(target, keys)
            assert events(database) == before + 1
            target.unlink()
        assert list(target.parent.iterdir()) == []
        making.make(database, keys, target, data, operator=1000, now=NOW)  # and then it is well
        target.unlink()
        assert {one.name for one in data.iterdir()} == {LOCK}
    record_property(
        COUNTED, f"{number} calls of {call} failed {'for good' if for_good else 'once'}"
    )


@ON_SQLITE
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_leaves_a_whole_restored_database_or_none(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path, tmp_path: Path,
    call: str, for_good: bool,
) -> None:  # fmt: skip
    making.make(database, keys, target, data, operator=1000, now=NOW)
    place = tmp_path / "new" / "screening.sqlite3"

    def put_back() -> None:
        restoring.restore(target, keys, making.address_of(place), operator=1000, now=NOW)

    with failing(call, None, for_good=False) as counted:
        put_back()
    place.unlink()
    for nth in range(1, counted.number + 1):
        with failing(call, nth, for_good=for_good), pytest.raises(BackupError):
            put_back()
        assert list(place.parent.iterdir()) == []
    put_back()
    assert place.exists()


def test_a_trail_that_takes_no_event_means_no_backup(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path
) -> None:
    """As on a disk that was full just after the sealed file."""
    refused = (
        "CREATE TRIGGER no_more BEFORE INSERT ON audit_event BEGIN SELECT RAISE(FAIL, 'full'); END"
        if database.engine.dialect.name == "sqlite"
        else "ALTER TABLE audit_event ADD CONSTRAINT ck_full CHECK (kind <> 'backup_made')"
    )
    with database.engine.begin() as connection:
        connection.execute(text(refused))

    with pytest.raises(BackupError, match="took no write.*nothing of it was left behind"):
        making.make(database, keys, target, data, operator=1000, now=NOW)

    assert list(target.parent.iterdir()) == []


LIMITED = """
import resource, sys
from pathlib import Path
from screening.store.backups import making
from screening.store.db import open_database
from screening.store.errors import BackupError
from screening.store.key_file import load_or_create
from tests.store.builders import NOW
url, key, target, data, most = sys.argv[1:]
database = open_database(url, load_or_create(Path(key), Path(data)))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
try:
    making.make(database, database.writing.kw["info"]["keys"], Path(target), Path(data),
                operator=1, now=NOW)
except BackupError as error:
    sys.exit(str(error))
"""


@ON_SQLITE
@pytest.mark.parametrize(
    ("part", "told"),
    [(0.3, "The database could not be copied"), (0.97, "could not be copied|could not be written"),
     (1.0001, "The backup could not be written: File too large")],
)  # fmt: skip
def test_a_disk_that_is_full_for_sqlite_or_for_us(
    url: str, tmp_path: Path, target: Path, part: float, told: str
) -> None:
    """A limit of the system, which SQLite's own writes meet as well."""
    size = Path(url.removeprefix("sqlite:///")).stat().st_size
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, url, str(tmp_path / "key"), str(target),
         str(tmp_path / "data"), str(int(size * part))],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert any(words in done.stderr for words in told.split("|")), done.stderr
    assert "Traceback" not in done.stderr
    assert list(target.parent.iterdir()) == []
    assert {one.name for one in (tmp_path / "data").iterdir()} == {LOCK}


@ON_SQLITE
@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_backup_that_is_killed_leaves_a_whole_one_or_none_under_its_name(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path, call: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "CHUNK", 64 * 1024)
    with failing(call, None, for_good=False) as counted:
        making.make(database, keys, target, data, operator=1000, now=NOW)
    target.unlink()
    for nth in range(1, counted.number + 1):
        database.close()  # a connection is not used on both sides of a fork
        if (child := os.fork()) == 0:
            with failing(call, nth, for_good=True, killed=True):
                making.make(database, keys, target, data, operator=1000, now=NOW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        if target.exists():  # killed in the sync of the folder
            restoring.read_whole(target, keys)
            target.unlink()
        making.make(database, keys, target, data, operator=1000, now=NOW)
        target.unlink()
        assert list(target.parent.iterdir()) == []
        assert {one.name for one in data.iterdir()} == {LOCK}


@ON_SQLITE
def test_a_file_system_that_cannot_sync_a_folder_still_takes_a_backup(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(WHY, "fsync", errno.EINVAL)

    with failing("fsync", 2, for_good=True):
        making.make(database, keys, target, data, operator=1000, now=NOW)

    restoring.read_whole(target, keys)


@ON_SQLITE
def test_a_database_that_cannot_be_read_is_told_in_a_sentence(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path, url: str
) -> None:
    database.empty_journal()
    database.close()
    file = Path(url.removeprefix("sqlite:///"))
    file.write_bytes(b"no database" * 1000)

    with pytest.raises(BackupError, match="could not be copied: file is not a database"):
        making.make(database, keys, target, data, operator=1000, now=NOW)
