"""The drill: a line for each check, a sound backup holds, and each damage is found by its check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from screening.store import migrations
from screening.store.backups import drill as drills
from screening.store.backups import making, manifest
from screening.store.backups.drill import Line
from screening.store.backups.making import Made
from screening.store.backups.workplace import LOCK
from screening.store.db import Database, make_engine
from screening.store.errors import BackupError
from screening.store.sealing import Keys
from tests.store.backups.looking import ON_POSTGRES, ON_SQLITE
from tests.store.builders import NOW, Clinic
from tests.store.conftest import of_database


def drilled(target: Path, keys: Keys, data: Path, url: str) -> list[Line]:
    return list(drills.drill(target, keys, data, url))


def broken(lines: list[Line]) -> set[str]:
    return {line.words.partition(":")[0] for line in lines if not line.holds}


def test_a_sound_backup_holds_in_every_line_and_the_copy_is_gone(
    made: Made, target: Path, keys: Keys, data: Path, url: str
) -> None:
    lines = drilled(target, keys, data, url)

    assert broken(lines) == set()
    assert [line.words.partition(":")[0] for line in lines] == [
        "file", "integrity", "foreign keys", "rows", "migration", "sealed values",
        "audit trail", "audit head",
    ]  # fmt: skip
    told = {line.words.partition(": ")[0]: line.words.partition(": ")[2] for line in lines}
    assert told["rows"].startswith(f"{made.manifest.rows} in ")
    assert int(told["sealed values"].split()[0]) > 17
    assert told["audit head"].startswith(f"event {made.manifest.events},")
    assert {one.name for one in data.iterdir()} == {LOCK}


@ON_POSTGRES
def test_no_database_of_the_drill_stays_on_the_server(
    made: Made, target: Path, keys: Keys, data: Path, url: str
) -> None:
    drilled(target, keys, data, url)

    engine = make_engine(of_database(url, "postgres"))
    with engine.connect() as connection:
        names = connection.execute(text("SELECT datname FROM pg_database")).scalars().all()
    engine.dispose()
    assert [name for name in names if "drill" in name] == []


@ON_POSTGRES
@pytest.mark.parametrize("server", ["sqlite:///x", "postgresql+psycopg://nobody@127.0.0.1:1/x"])
def test_a_backup_of_postgres_needs_a_server_to_be_tried_on(
    made: Made, target: Path, keys: Keys, data: Path, server: str
) -> None:
    with pytest.raises(BackupError, match="PostgreSQL|no temporary database"):
        drilled(target, keys, data, server)


DAMAGE = {
    "sealed values": "UPDATE note SET document = substr(document, 1, 30)",
    "audit trail": "UPDATE audit_event SET kind = 'code_made' WHERE number = 3",
}


@pytest.mark.parametrize("check", DAMAGE)
def test_what_was_wrong_before_the_backup_is_found(
    database: Database, full: Clinic, keys: Keys, target: Path, data: Path, url: str, check: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(DAMAGE[check]))
    making.make(database, keys, target, data, operator=1000, now=NOW)

    lines = drilled(target, keys, data, url)

    assert broken(lines) == {check}
    assert {one.name for one in data.iterdir()} == {LOCK}


@ON_SQLITE
def test_a_row_that_refers_to_nothing_is_found(
    database: Database, full: Clinic, keys: Keys, target: Path, data: Path, url: str
) -> None:
    driver = database.engine.raw_connection()
    driver.cursor().execute("PRAGMA foreign_keys = OFF")
    driver.cursor().execute("DELETE FROM legal_hold")
    driver.cursor().execute("DELETE FROM account WHERE name = 'ada'")
    driver.cursor().execute("PRAGMA foreign_keys = ON")
    driver.close()
    making.make(database, keys, target, data, operator=1000, now=NOW)

    lines = drilled(target, keys, data, url)

    assert broken(lines) == {"foreign keys"}
    assert any("refers to no row of account" in line.words for line in lines)


@ON_SQLITE
def test_a_damaged_page_is_found(
    database: Database, full: Clinic, keys: Keys, target: Path, data: Path, url: str
) -> None:
    """An index that has lost its entries: every table still reads well."""
    driver = database.engine.raw_connection()
    driver.cursor().execute("CREATE INDEX of_nobody ON note (encounter_id) WHERE 0")
    driver.cursor().execute("PRAGMA writable_schema = ON")
    driver.cursor().execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ' WHERE 0', '') WHERE name = 'of_nobody'"
    )
    driver.cursor().execute("PRAGMA writable_schema = RESET")
    driver.close()
    making.make(database, keys, target, data, operator=1000, now=NOW)

    assert broken(drilled(target, keys, data, url)) == {"integrity"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "told"), [("tables", {"site": 2, "ghost": 1}), ("events", 5), ("head", "f" * 64)]
)
def test_a_manifest_that_says_otherwise_is_found(
    database: Database, full: Clinic, keys: Keys, target: Path, data: Path, url: str,
    monkeypatch: pytest.MonkeyPatch, what: str, told: object,
) -> None:  # fmt: skip
    real = manifest.take

    def other(*given: object) -> manifest.Manifest:
        found = real(*given)
        held = getattr(found, what)
        return replace(found, **{what: {**held, **told} if what == "tables" else told})

    monkeypatch.setattr(manifest, "take", other)
    making.make(database, keys, target, data, operator=1000, now=NOW)

    lines = drilled(target, keys, data, url)

    assert broken(lines) == {"rows" if what == "tables" else "audit head"}


def test_a_backup_of_an_older_release_is_tried_on_the_tables_of_this_one(
    database: Database, keys: Keys, target: Path, data: Path, url: str
) -> None:
    migrations.downgrade(database.engine, "0027")
    making.make(database, keys, target, data, operator=1000, now=NOW)

    lines = drilled(target, keys, data, url)

    assert broken(lines) == set()
    assert Line(True, f"migration: 0027, this release {migrations.newest()}") in lines
