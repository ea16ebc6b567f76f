"""retention list, as an operator types it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from screening.store import erasures, sites
from screening.store.backups import sqlite_copy
from screening.store.erasures import Ground, Scope
from screening.store.migrations import upgrade
from screening.store.models import Encounter
from tests.cli.test_audit_command import opened
from tests.cli.test_running_accounts import Installation
from tests.store.builders import a_clinic, later


def test_what_is_past_is_counted_for_each_site_and_nobody_is_named(tmp_path: Path) -> None:
    made = Installation(tmp_path)
    made.data.mkdir()
    database = opened(made)
    upgrade(database.engine)
    with database.write() as session:
        clinic = a_clinic(session)
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=later(1))
        row = session.get_one(Encounter, clinic.encounter.id)
        row.started_at -= timedelta(days=3660)
    database.close()

    done = made.run("retention", "list")

    assert done.stdout.splitlines() == [
        "Harbour Clinic: kept 10 years; past that 1, under legal hold 0, not seen yet 0",
        f"{hill.name}: kept 10 years; past that 0, under legal hold 0, not seen yet 0",
    ]


def test_what_came_back_with_a_backup_is_told_by_its_record_number(tmp_path: Path) -> None:
    made = Installation(tmp_path)
    made.data.mkdir()
    database = opened(made)
    upgrade(database.engine)
    with database.write() as session:
        clinic = a_clinic(session)
    before = (made.data / "screening.sqlite3").with_name("before.sqlite3")
    sqlite_copy.copy(database, before, lambda: None)
    with database.write() as session:
        asked = erasures.ask(
            session, clinic.site.id, Scope.VISIT, [clinic.encounter.id], Ground.ORDERED,
            by=clinic.ada.id, now=later(1),
        )  # fmt: skip
        erasures.carry_out(
            session, asked.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(2)
        )
    database.close()
    kept = tmp_path / "trail.jsonl"
    made.run("audit", "export", "--format", "jsonl", "--out", str(kept))
    still = made.run("retention", "erased", str(kept))
    before.replace(made.data / "screening.sqlite3")

    done = made.run("retention", "erased", str(kept))

    assert (still.returncode, still.stdout) == (0, "")
    assert done.returncode == 1
    assert done.stdout == "Harbour Clinic: record number MRN-00417, visit 1 of 2026-11-18\n"
    assert done.stderr == "Erased: 1. Here again: 1.\n"
