"""retention list, as an operator types it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from screening.store import sites
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
