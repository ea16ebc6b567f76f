"""The engine: durable settings read back, and one writer at a time."""

import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from screening.store import durability
from screening.store.db import (
    Database,
    UtcDateTime,
    check_settings,
    commit,
    make_engine,
    open_database,
)
from screening.store.errors import DatabaseSettingsError, NotSaved
from screening.store.models import Site
from screening.store.sealing import Keys
from tests.store.builders import NOW
from tests.store.together import run_together


@pytest.mark.parametrize(
    "loosened",
    ["synchronous = NORMAL", "synchronous = OFF", "foreign_keys = OFF", "busy_timeout = 0"],
)
def test_a_database_with_one_loosened_setting_is_refused(sqlite_url: str, loosened: str) -> None:
    engine = make_engine(sqlite_url)

    @event.listens_for(engine, "connect")
    def loosen(driver: sqlite3.Connection, record: object) -> None:
        driver.execute(f"PRAGMA {loosened}")

    with pytest.raises(DatabaseSettingsError) as refused:
        check_settings(engine)
    assert len(refused.value.faults) == 1
    assert loosened.split()[0] in str(refused.value)
    engine.dispose()


def test_a_database_that_left_its_journal_is_refused(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)

    @event.listens_for(engine, "connect")
    def loosen(driver: sqlite3.Connection, record: object) -> None:
        driver.execute("PRAGMA journal_mode = MEMORY").fetchall()

    with pytest.raises(DatabaseSettingsError, match="journal_mode is memory, must be wal"):
        check_settings(engine)
    engine.dispose()


def test_every_connection_of_the_pool_is_durable(sqlite_url: str, keys: Keys) -> None:
    opened = open_database(sqlite_url, keys)

    with opened.engine.connect() as one, opened.engine.connect() as two:
        found = [durability.sqlite_faults(c.connection.dbapi_connection) for c in (one, two)]

    assert found == [(), ()]
    opened.close()


def test_the_library_in_use_is_one_that_keeps_wal_files_whole() -> None:
    assert pysqlite3.sqlite_version_info >= durability.FIRST_SAFE_WAL


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"),
    [
        ((3, 40, 1), "DELETE", "EXTRA"),
        ((3, 51, 2), "DELETE", "EXTRA"),
        ((3, 51, 3), "WAL", "FULL"),
        ((3, 53, 4), "WAL", "FULL"),
    ],
)
def test_wal_is_used_only_from_the_repaired_version_on(
    version: tuple[int, ...], journal: str, synchronous: str
) -> None:
    settings = durability.sqlite_settings(version)

    assert (settings["journal_mode"], settings["synchronous"]) == (journal, synchronous)


def test_an_older_library_works_with_the_settings_made_for_it(tmp_path: Path) -> None:
    # Python's own library is a real older one on Debian 12; newer ones get what they deserve.
    driver = sqlite3.connect(tmp_path / "old.db", isolation_level=None)

    durability.apply_sqlite(driver)

    wanted = durability.sqlite_settings(sqlite3.sqlite_version_info)["journal_mode"]
    assert durability.sqlite_faults(driver) == ()
    assert driver.execute("PRAGMA journal_mode").fetchone() == (wanted.lower(),)
    driver.close()


@pytest.mark.postgres
def test_a_server_that_answers_before_it_has_written_is_refused(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    check_settings(engine)

    @event.listens_for(engine, "connect")
    def loosen(driver: object, record: object) -> None:
        driver.execute("SET synchronous_commit = off")  # type: ignore[attr-defined]

    engine.dispose()
    with pytest.raises(DatabaseSettingsError, match="synchronous_commit is off"):
        check_settings(engine)
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "postgresql://x/y"]
)
def test_an_address_that_cannot_keep_answers_is_refused(url: str) -> None:
    with pytest.raises(DatabaseSettingsError):
        make_engine(url)


def test_a_plain_begin_that_reads_first_fails_where_ours_waits(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    reader, writer = (pysqlite3.connect(path, isolation_level=None) for _ in range(2))
    for driver in (reader, writer):
        durability.apply_sqlite(driver)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM site").fetchall()
    writer.execute(A_SITE, ("a" * 32, "One"))

    started = time.monotonic()
    with pytest.raises(pysqlite3.OperationalError, match="locked"):
        reader.execute(A_SITE, ("b" * 32, "Two"))

    assert time.monotonic() - started < durability.BUSY_TIMEOUT_MS / 1000 / 2
    reader.close()
    writer.close()


A_SITE = (
    "INSERT INTO site (id, name, time_zone, key_proof, created_at) "
    "VALUES (?, ?, 'UTC', x'00', '2026-11-18 09:30:00.000000')"
)


def test_a_writer_that_reads_first_waits_for_the_other_and_sees_its_work(
    database: Database,
) -> None:
    seen: list[int] = []
    both = threading.Barrier(2)

    def read_then_write(name: str) -> None:
        both.wait()
        with database.write() as session:
            seen.append(session.query(Site).count())
            time.sleep(0.1)
            session.add(Site(name=name, time_zone="UTC", key_proof=b"", created_at=NOW))

    run_together(lambda: read_then_write("One"), lambda: read_then_write("Two"))

    assert sorted(seen) == [0, 1]


def test_a_reading_session_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM site"))

    with database.write() as session:  # The same connection, back from the pool, writes again.
        session.execute(text("DELETE FROM site"))


def test_a_reading_session_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as writer, database.read() as reader:
        writer.add(Site(name="One", time_zone="UTC", key_proof=b"", created_at=NOW))
        writer.flush()

        assert reader.query(Site).count() == 0


def test_a_failed_commit_is_told_as_not_saved(sqlite_url: str, keys: Keys) -> None:
    opened = open_database(sqlite_url, keys)
    with opened.writing() as session:
        session.add(Site(name="One", time_zone="UTC", key_proof=b"", created_at=NOW))
        session.flush()
        # A deferred constraint fails in the commit itself, as a full disk would.
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(
            text(
                "INSERT INTO audit_event (number, at, kind, account_id, ids, previous_hash, hash, "
                "signature) VALUES (1, '2026-01-01', 'x', :who, '{}', 'p', 'h', 's')"
            ),
            {"who": "f" * 32},
        )

        with pytest.raises(NotSaved, match="Keep the tablet"):
            commit(session)

    with opened.read() as session:
        assert session.query(Site).count() == 0
    opened.close()


def test_a_failed_statement_in_a_block_is_told_as_not_saved_and_leaves_nothing(
    database: Database,
) -> None:
    def add_one_name_twice() -> None:
        with database.write() as session:
            for secret in (b"", b"seal"):
                session.add(Site(name="One", time_zone="UTC", key_proof=secret, created_at=NOW))
                session.flush()

    with pytest.raises(NotSaved) as failed:
        add_one_name_twice()

    assert "seal" not in str(failed.value.__cause__)
    with database.read() as session:
        assert session.query(Site).count() == 0


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    there = datetime(2026, 11, 18, 4, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-5)))
    with database.write() as session:
        session.add(Site(name="One", time_zone="UTC", key_proof=b"", created_at=there))

    with database.read() as session:
        stored = session.query(Site).one().created_at

    assert stored == there
    assert stored.tzinfo is UTC


def test_a_time_without_zone_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="without zone"):
        UtcDateTime().process_bind_param(naive, database.engine.dialect)
