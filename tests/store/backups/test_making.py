"""A backup: of one moment while others write, its owner's alone, on the trail."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from screening.store import durability, responses
from screening.store.backups import making, restoring, sqlite_copy
from screening.store.backups.making import Made
from screening.store.backups.workplace import LOCK
from screening.store.db import Database, open_database
from screening.store.errors import BackupError
from screening.store.models import AuditEvent, Draft, FormKey
from screening.store.sealing import Keys
from tests.store.backups.looking import ON_POSTGRES, ON_SQLITE, put_program, unpacked
from tests.store.builders import NOW, Clinic, a_clinic, a_key, later
from tests.store.test_nothing_readable import SECRETS, one_visit


def test_it_is_a_new_file_of_its_owner_and_nothing_is_left_beside_it(
    made: Made, target: Path, data: Path
) -> None:
    written = target.read_bytes()

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert (made.size, made.sha256) == (len(written), hashlib.sha256(written).hexdigest())
    assert [one.name for one in target.parent.iterdir()] == [target.name]
    assert {one.name for one in data.iterdir()} == {LOCK}


@ON_SQLITE
def test_its_bytes_are_on_the_disk_before_it_has_its_name_and_then_the_name_is(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    done = []
    sync, rename = os.fsync, os.rename

    def synced(descriptor: int) -> None:
        done.append(("sync", Path(os.readlink(f"/proc/self/fd/{descriptor}")).name))
        sync(descriptor)

    def named(part: Path, name: Path) -> None:
        done.append(("rename", name.name))
        rename(part, name)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", named)
    making.make(database, keys, target, data, operator=1000, now=NOW)

    assert done == [
        ("sync", f".{target.name}.part"), ("rename", target.name), ("sync", target.parent.name),
    ]  # fmt: skip


def test_it_stands_on_the_trail_by_its_size_and_hash(
    made: Made, database: Database, target: Path, keys: Keys
) -> None:
    with restoring.opened(target, keys) as (sealed, _):
        file_id = sealed.head.file_id.hex()
    with database.read() as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()

    assert newest is not None
    assert newest.kind == "backup_made"
    assert newest.number == made.manifest.events + 1
    assert json.loads(newest.ids) == {
        "backup": file_id, "bytes": made.size, "sha256": made.sha256, "operator": 1000,
    }  # fmt: skip


def test_no_name_no_answer_and_no_name_of_a_table_can_be_read_in_it(
    sqlite_url: str, keys: Keys, target: Path, data: Path
) -> None:
    database = open_database(sqlite_url, keys)
    one_visit(database)
    making.make(database, keys, target, data, operator=1000, now=NOW)
    database.close()

    written = target.read_bytes()
    readable = [*SECRETS, "Harbour Clinic", "audit_event", "CREATE TABLE", "SQLite format"]
    assert [one for one in readable if one.encode() in written] == []


def test_a_file_that_is_there_stays_as_it_is(
    database: Database, keys: Keys, target: Path, data: Path
) -> None:
    target.write_text("mine")

    with pytest.raises(BackupError, match="stays as it is"):
        making.make(database, keys, target, data, operator=1000, now=NOW)

    assert target.read_text() == "mine"


def test_one_at_a_time_and_what_a_killed_one_left_is_cleared(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path
) -> None:
    (data / ".backup-killed").mkdir(parents=True)
    (data / ".backup-killed" / "copy.sqlite3").write_text("open")
    (part := target.with_name(f".{target.name}.part")).write_text("half")
    lock = os.open(data / LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(BackupError, match="Another backup or drill"):
        making.make(database, keys, target, data, operator=1000, now=NOW)
    assert part.exists()
    os.close(lock)

    making.make(database, keys, target, data, operator=1000, now=NOW)

    assert {one.name for one in data.iterdir()} == {LOCK}
    assert not part.exists()


def saved(database: Database, clinic: Clinic, shown: int) -> int:
    """One more save of a page: a draft, a form key and an event, all or none."""
    with database.write() as session:
        return responses.save_answers(
            session, clinic.response.id, {"x": shown}, shown_save_number=shown,
            form_key=a_key(), now=later(shown),
        ).save_number  # fmt: skip


def test_it_holds_one_moment_while_tablets_write_in_the_midst_of_it(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path,
    url: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(sqlite_copy, "PAGES", 5)  # many portions of a small database
    number = saved(database, clinic, saved(database, clinic, 0))
    before = number

    def write() -> None:
        nonlocal number
        number = saved(database, clinic, number)
        assert number < 1000, "the copy begins anew at each write"

    made = making.make(database, keys, target, data, operator=1000, now=NOW, between=write)

    assert number > before
    with unpacked(target, keys, url, data) as copy, copy.read() as session:
        mine = select(Draft).where(Draft.response_id == clinic.response.id)
        draft = session.scalars(mine).one()
        held = len(session.scalars(select(FormKey)).all())
    assert draft.save_number == before  # neither those of later nor a half of one
    assert held == made.manifest.tables["form_key"] < number


def test_a_writer_is_not_kept_waiting_by_the_copy(
    database: Database, clinic: Clinic, keys: Keys, target: Path, data: Path
) -> None:
    """It writes from another thread, so that a lock that the copy held would stop it for good."""
    wrote = threading.Event()

    def another() -> None:
        saved(database, clinic, 0)
        wrote.set()

    def between() -> None:
        if not wrote.is_set():
            threading.Thread(target=another).start()
            assert wrote.wait(5)

    making.make(database, keys, target, data, operator=1000, now=NOW, between=between)

    assert wrote.is_set()


def test_where_there_is_no_wal_writers_get_their_turn_and_it_still_ends(
    sqlite_url: str, keys: Keys, target: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durability, "FIRST_SAFE_WAL", (99,))
    monkeypatch.setattr(sqlite_copy, "PAGES", 20)
    driver = durability.sqlite_module.connect(sqlite_url.removeprefix("sqlite:///"))
    driver.execute("PRAGMA journal_mode = DELETE").fetchall()
    driver.close()
    database = open_database(sqlite_url, keys)
    with database.write() as session:
        clinic = a_clinic(session)
    number = 0

    def write() -> None:
        nonlocal number
        number = saved(database, clinic, number)

    made = making.make(database, keys, target, data, operator=1000, now=NOW, between=write)
    database.close()

    assert number > sqlite_copy.TIMES_AT_MOST  # it was overtaken until it gave up portions
    assert made.manifest.tables["form_key"] == number


@ON_POSTGRES
def test_without_pg_dump_it_says_what_is_missing(
    database: Database, keys: Keys, target: Path, data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(BackupError, match="pg_dump is not on this machine.*Install"):
        making.make(database, keys, target, data, operator=1000, now=NOW)

    assert list(target.parent.iterdir()) == []


@ON_POSTGRES
def test_the_password_is_not_among_the_words_that_others_of_the_machine_see(
    database: Database, keys: Keys, target: Path, data: Path, tmp_path: Path, url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told = tmp_path / "told"
    put_program(tmp_path / "bin" / "pg_dump", f'echo "$@ | $PGPASSWORD" >{told}; echo dump')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    address = make_url(url).set(password="a secret of theirs")
    with_password = open_database(address.render_as_string(hide_password=False), keys)

    making.make(with_password, keys, target, data, operator=1000, now=NOW)
    with_password.close()

    words, _, password = told.read_text().strip().partition(" | ")
    assert password == "a secret of theirs"
    assert "secret" not in words
    assert f"dbname={address.database}" in words


@ON_POSTGRES
def test_what_pg_dump_says_is_told_and_nothing_is_kept(
    database: Database, keys: Keys, target: Path, data: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put_program(
        tmp_path / "bin" / "pg_dump", "echo half; echo 'pg_dump: error: no room' >&2; exit 1"
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    with pytest.raises(BackupError, match="pg_dump could not go on .error: no room"):
        making.make(database, keys, target, data, operator=1000, now=NOW)

    assert list(target.parent.iterdir()) == []
