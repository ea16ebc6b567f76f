"""key add, reseal, sheet, restore, as an operator types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.store import encounters, notes, patients
from screening.store.migrations import upgrade
from tests.cli.test_audit_command import opened
from tests.cli.test_running_accounts import Installation
from tests.store.builders import CLEO, NOW, Clinic, a_clinic


@pytest.fixture
def installation(tmp_path: Path) -> tuple[Installation, Clinic]:
    """One with a patient and a note."""
    made = Installation(tmp_path)
    made.data.mkdir()
    database = opened(made)
    upgrade(database.engine)
    with database.write() as session:
        clinic = a_clinic(session)
        notes.write(session, clinic.encounter.id, "a note", shown=0, by=clinic.ada.id, now=NOW)
    database.close()
    return made, clinic


def reads(made: Installation, clinic: Clinic) -> tuple[str, str, int]:
    """A name, a note, and how many keys there are."""
    database = opened(made)
    with database.read() as session:
        patient = encounters.get(session, clinic.encounter.id).patient_id
        found = (
            patients.get(session, patient).identity.family,
            notes.history(session, clinic.encounter.id)[-1].text,
            len(session.info["keys"].seals),
        )
    database.close()
    return found


def test_a_key_is_added_and_everything_sealed_anew_once_the_server_was_started_again(
    installation: tuple[Installation, Clinic],
) -> None:
    made, clinic = installation
    added = made.run("key", "add")
    assert added.returncode == 0
    assert "Start the server anew" in added.stderr
    assert reads(made, clinic) == (CLEO.family, "a note", 2)
    early = made.run("key", "reseal")
    assert early.returncode == 2
    assert "--server-restarted" in early.stderr

    first = made.run("key", "reseal", "--server-restarted")
    second = made.run("key", "reseal", "--server-restarted")

    assert first.returncode == second.returncode == 0
    assert "Left: 0." in first.stderr
    assert "Sealed anew: 0. Left: 0." in second.stderr
    assert reads(made, clinic) == (CLEO.family, "a note", 2)
    assert made.run("audit", "verify").stdout.splitlines()[0].endswith("no faults")


def test_the_sheet_brings_a_lost_key_file_back(installation: tuple[Installation, Clinic]) -> None:
    made, clinic = installation
    made.run("key", "add")
    sheet = made.run("key", "sheet").stdout
    kept = made.run("key", "restore", typed=sheet)
    assert kept.returncode == 1
    assert "stays as it is" in kept.stderr
    made.key.unlink()

    wrong = made.run("key", "restore", typed=sheet.replace("1.1:", "1.2:", 1))
    assert wrong.returncode == 1
    assert "Type line 1.2 of the sheet anew" in wrong.stderr
    assert not made.key.exists()
    done = made.run("key", "restore", typed=sheet)

    assert done.returncode == 0
    assert reads(made, clinic) == (CLEO.family, "a note", 2)


def test_without_a_key_file_there_is_no_sheet(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("key", "sheet")

    assert done.returncode == 1
    assert "There is no key file." in done.stderr
    assert done.stdout == ""
