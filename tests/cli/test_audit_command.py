"""audit head, verify, export, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from screening.store import sites
from screening.store.db import Database, open_database
from screening.store.key_file import load_or_create
from screening.store.migrations import upgrade
from screening.store.models import AuditEvent
from tests.cli.test_running_accounts import Installation
from tests.store.builders import NOW, an_account


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One with two accounts and nothing else."""
    made = Installation(tmp_path)
    made.data.mkdir()
    database = opened(made)
    upgrade(database.engine)
    with database.write() as session:
        site = sites.open_site(session, made.site_name, "UTC", now=NOW)
        for name in ("ada", "ben"):
            an_account(session, site.id, name)
    database.close()
    return made


def opened(installation: Installation) -> Database:
    keys = load_or_create(installation.key, installation.data)
    return open_database(f"sqlite:///{installation.data / 'screening.sqlite3'}", keys)


def test_a_whole_chain_and_the_line_of_its_head(installation: Installation, tmp_path: Path) -> None:
    kept = installation.run("audit", "head").stdout
    assert kept.count("\n") == 1
    (tmp_path / "kept").write_text(kept)

    done = installation.run("audit", "verify", str(tmp_path / "kept"))

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "events 1 to 3: no faults",
        "kept line 1: fits. The trail holds event 3 as it was when the line was made.",
    ]


def test_faults_and_a_cut_tail_are_told_by_number_and_the_exit_says_so(
    installation: Installation, tmp_path: Path
) -> None:
    kept = installation.run("audit", "head").stdout
    database = opened(installation)
    with database.write() as session:
        session.execute(delete(AuditEvent).where(AuditEvent.number == 3))
        session.get_one(AuditEvent, 2).kind = "account_disabled"
    database.close()

    done = installation.run("audit", "verify", "-", typed=kept)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "event 2: its content was changed",
        "events 1 to 2: 1 fault",
        "kept line 1: DOES NOT FIT. Events 3 to 3 are missing: the end of the trail was cut off.",
    ]


def test_all_events_of_the_site_go_into_a_file_and_that_is_an_event(
    installation: Installation, tmp_path: Path
) -> None:
    out = tmp_path / "trail.jsonl"

    done = installation.run("audit", "export", "--format", "jsonl", "--out", str(out))

    assert (done.returncode, done.stderr.strip()) == (0, "Exported 3 events.")
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["site_added", "account_added", "account_added"]
    database = opened(installation)
    with database.read() as session:
        kinds = session.scalars(select(AuditEvent.kind).order_by(AuditEvent.number)).all()
    database.close()
    assert kinds[3:] == ["audit_exported"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    installation: Installation, tmp_path: Path
) -> None:
    out = tmp_path / "no folder" / "trail.csv"

    done = installation.run("audit", "export", "--format", "csv", "--out", str(out))

    assert done.returncode == 1
    assert "no such file or folder" in done.stderr
    assert list(tmp_path.glob("**/*.part")) == []


def test_a_kept_file_that_is_no_text_holds_no_line_that_fits(
    installation: Installation, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_bytes(b"\xff\xfe")

    done = installation.run("audit", "verify", str(tmp_path / "kept"))

    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("kept line 1: DOES NOT FIT. This is neither")
