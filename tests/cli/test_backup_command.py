"""database backup, drill, restore, as an operator types them, on a real SQLite file."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from screening.app import create_app
from screening.settings import ROOT
from screening.web.parts import EXTENSION
from tests.cli.running import Done
from tests.cli.test_audit_command import opened
from tests.cli.test_running_accounts import PASSWORD, Installation
from tests.web.browser import Browser
from tests.web.conftest import SMALL, settings_in

SHOWN = re.compile(r"^1\.[1-4]: .* / ([0-9a-f]{4})$", re.MULTILINE)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One with an administrator."""
    made = Installation(tmp_path)
    made.key = tmp_path / "config" / "key"
    assert made.run("database", "upgrade").returncode == 0
    assert made.add("gwen", "administrator").returncode == 0
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


def digits_of(made: Installation) -> str:
    """What stands at the end of the lines of the sheet, as it is typed."""
    return " ".join(SHOWN.findall(made.run("key", "sheet").stdout))


def backed_up(made: Installation, folder: Path) -> Path:
    """The first backup of an installation."""
    done = made.run("database", "backup", str(folder), "--sheet-stdin", typed=digits_of(made))
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.backup")
    return path


def test_the_first_backup_asks_for_the_sheet_and_the_next_one_does_not(
    installation: Installation, folder: Path
) -> None:
    without = installation.run("database", "backup", str(folder))
    wrong = installation.run(
        "database", "backup", str(folder), "--sheet-stdin", typed="0000 1111 2222 3333"
    )
    assert (without.returncode, wrong.returncode) == (1, 1)
    assert "No backup was made: nobody has shown the recovery sheet" in without.stderr
    assert "./run screening key sheet" in without.stderr
    assert "these are not the digits" in wrong.stderr
    assert list(folder.iterdir()) == []
    backed_up(installation, folder)

    again = installation.run("database", "backup", str(folder / "again.backup"))

    assert again.returncode == 0, again.stderr
    assert again.stdout.split()[1] == str(folder / "again.backup")
    written = (folder / "again.backup").read_bytes()
    assert again.stdout.split()[0] == hashlib.sha256(written).hexdigest()
    assert kinds(installation)[-3:] == ["recovery_sheet_shown", "backup_made", "backup_made"]


def test_a_key_that_was_added_has_a_sheet_of_its_own(
    installation: Installation, folder: Path
) -> None:
    backed_up(installation, folder)
    old = digits_of(installation)
    installation.run("key", "add")

    refused = [
        installation.run("database", "backup", str(folder / "b"), *more, typed=old)
        for more in ((), ("--sheet-stdin",))
    ]
    assert [one.returncode for one in refused] == [1, 1]
    done = installation.run(
        "database", "backup", str(folder / "b"), "--sheet-stdin", typed=digits_of(installation)
    )

    assert done.returncode == 0, done.stderr


def test_at_a_terminal_the_digits_are_asked_for(installation: Installation, folder: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "screening.cli", "database", "backup", str(folder)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **installation.environ()},
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        os.write(ours, f"{digits_of(installation)}\n".encode())
        _, said = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0, said
    assert "lines 1.1 to 1.4 of the recovery sheet" in said
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("place", "told"),
    [("data", "lost with it"), ("data/deeper", "lost with it"), ("config", "The key file lies in"),
     ("nowhere/one.backup", "There is no folder")],
)  # fmt: skip
def test_a_backup_where_it_would_be_no_use_is_refused(
    installation: Installation, tmp_path: Path, place: str, told: str
) -> None:
    if "." not in place:
        (tmp_path / place).mkdir(exist_ok=True)

    done = installation.run(
        "database", "backup", str(tmp_path / place), "--sheet-stdin", typed=digits_of(installation)
    )

    assert done.returncode == 1
    assert told in done.stderr
    assert list(tmp_path.rglob("*.backup")) == []


def test_the_drill_says_each_check_in_a_line(installation: Installation, folder: Path) -> None:
    path = backed_up(installation, folder)

    done = installation.run("database", "drill", str(path))

    assert done.returncode == 0, done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "file", "integrity", "foreign keys", "rows", "migration", "sealed values",
        "audit trail", "audit head",
    ]  # fmt: skip


def test_the_drill_of_what_does_not_hold_ends_with_1(
    installation: Installation, folder: Path
) -> None:
    database = opened(installation)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_event SET kind = 'code_made' WHERE number = 1"))
    database.close()
    path = backed_up(installation, folder)

    broken = installation.run("database", "drill", str(path))
    path.write_bytes(path.read_bytes()[:-1])
    cut = installation.run("database", "drill", str(path))

    assert (broken.returncode, cut.returncode) == (1, 1)
    assert "DOES NOT HOLD: audit trail: event 1: its content was changed" in broken.stdout
    assert cut.stderr == "This backup ends too early: it was cut short. Use another backup.\n"
    assert cut.stdout == ""


def test_after_a_restore_on_another_machine_one_signs_in_as_before(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    path, sheet = backed_up(installation, folder), installation.run("key", "sheet").stdout
    kept = installation.run("audit", "head").stdout
    other = Installation(tmp_path / "other")
    other.key = tmp_path / "other" / "config" / "key"
    without = restored(other, path)
    assert (without.returncode, without.stdout) == (1, "")
    assert "There is no key file." in without.stderr
    assert not other.key.exists()  # none is made: it could not open this backup
    assert other.run("key", "restore", typed=sheet).returncode == 0

    done, again = restored(other, path), restored(other, path)

    assert done.returncode == 0, done.stderr
    assert "docs/backups.md" in done.stderr
    assert again.returncode == 1
    assert "stays as it is" in again.stderr
    verified = other.run("audit", "verify", "-", typed=kept)
    assert verified.stdout.splitlines()[0].endswith("no faults")
    assert "DOES NOT FIT" in verified.stdout  # the events since the backup are gone, and it shows
    assert other.names() == ["gwen"]
    app = create_app(settings_in(tmp_path / "other", SMALL))
    browser = Browser(app)
    browser.open("/sign-in")
    browser.press("Sign in", name="gwen", password=PASSWORD)
    app.extensions[EXTENSION].database.close()
    assert browser.path == "/admin/"


def test_another_key_file_opens_no_backup(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    path = backed_up(installation, folder)
    other = Installation(tmp_path / "other")
    other.run("database", "upgrade")

    for done in (restored(other, path, "x"), other.run("database", "drill", str(path))):
        assert done.returncode == 1
        assert "the key file does not hold it. Restore the key file" in done.stderr


def restored(other: Installation, path: Path, name: str = "screening.sqlite3") -> Done:
    return other.run("database", "restore", str(path), "--into", str(other.data / name))


def kinds(made: Installation) -> list[str]:
    database = opened(made)
    with database.read() as session:
        found = session.execute(text("SELECT kind FROM audit_event ORDER BY number")).scalars()
        told = list(found)
    database.close()
    return told
