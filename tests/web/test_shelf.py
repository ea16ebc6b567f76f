"""Taking the folder of definitions in at start: what is new is proven first, what is wrong stays
out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.store import library
from screening.web.shelf import Shelf, import_folder
from tests.web.conftest import SMALL, Clinic


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small definitions, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "questionnaires"))


@pytest.fixture
def opened(make_clinic: Callable[[Path], Clinic], folder: Path) -> Clinic:
    """A clinic that has taken them."""
    return make_clinic(folder)


def again(clinic: Clinic, folder: Path) -> Shelf:
    """The next start's import."""
    return import_folder(clinic.parts.database, folder, now=clinic.clock())


def versions(clinic: Clinic) -> dict[str, str]:
    with clinic.parts.database.read() as session:
        return {v.id: v.version for v in library.current(session)}


SCORED = """
id: scored
version: "{version}"
title: Made-up score
rated_by: patient
instrument:
  wording: own
  licence: own work
  evidence: {{grade: none, note: Made up for tests.}}
pages:
  - id: only
    title: The only page
    items:
      - id: worst
        text: How bad is it?
        type: integer
        min: 0
        max: 10
scores:
  - id: scored
    sum: [worst]
    range: [0, 10]
    source: {{none: Made up for tests.}}
cases:
  - id: sum_is_the_number
    answers: {{worst: 3}}
    expect: {{scores: {{scored: {{value: {value}}}}}}}
"""


def scored(version: str, value: int) -> bytes:
    """A file whose one worked case says this total of a single 3."""
    return SCORED.format(version=version, value=value).encode()


def test_a_changed_file_whose_case_fails_is_refused_and_the_old_version_stays(
    opened: Clinic, folder: Path
) -> None:
    file = folder / "scored.yaml"
    file.write_bytes(scored("1.0.0", 3))
    assert again(opened, folder).faults == ()

    file.write_bytes(scored("2.0.0", 4))
    shelf = again(opened, folder)

    assert {fault.code for fault in shelf.faults} == {"case_fails"}
    assert {Path(fault.path).name for fault in shelf.faults} == {"scored.yaml"}
    assert versions(opened)["scored"] == "1.0.0"


def test_bytes_that_the_database_holds_are_not_proven_again(opened: Clinic, folder: Path) -> None:
    data = scored("1.0.0", 4)  # its case would fail if it were run
    (folder / "scored.yaml").write_bytes(data)
    new = again(opened, folder).faults
    with opened.parts.database.write() as session:
        library.import_version(session, "scored", "1.0.0", data, now=opened.clock())

    known = again(opened, folder).faults

    assert len(new) == 1
    assert known == ()


def test_a_packet_that_names_what_is_not_there_is_not_taken(opened: Clinic, folder: Path) -> None:
    (folder / "packets" / "lost.yaml").write_text(
        "id: lost\nversion: '1'\ntitle: Lost\nabout: Names nothing.\nreview: yes\n"
        "entries:\n  - {questionnaire: nowhere}\n"
    )

    shelf = again(opened, folder)

    assert [Path(fault.path).name for fault in shelf.faults] == ["lost.yaml"]
    with opened.parts.database.read() as session:
        assert "lost" not in shelf.current_packets(session)


def test_a_changed_file_under_its_old_version_is_named_by_its_own_path(
    opened: Clinic, folder: Path
) -> None:
    other = folder / "renamed.yaml"
    (folder / "second.yaml").rename(other)
    other.write_bytes(other.read_bytes() + b"\n# changed\n")

    (fault,) = again(opened, folder).faults

    assert (fault.path, fault.code) == (str(other), "version_in_use")
