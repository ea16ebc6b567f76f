"""Taking the folder of definitions in at start: what is new is proven first, what is wrong stays
out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from screening.store import in_use, library
from screening.web.folder import import_folder
from screening.web.shelf import Shelf
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


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one whenever a text is given to libyaml."""
    seen: list[str] = []

    class Counting(yaml.CSafeLoader):
        def __init__(self, text: str) -> None:
            seen.append(text)
            super().__init__(text)

    monkeypatch.setattr(yaml, "CSafeLoader", Counting)
    return seen


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
        "id: lost\nversion: 1.0.0\ntitle: Lost\nabout: Names nothing.\nreview: yes\n"
        "entries:\n  - {questionnaire: nowhere}\n"
    )

    shelf = again(opened, folder)

    assert [Path(fault.path).name for fault in shelf.faults] == ["lost.yaml"]
    with opened.parts.database.read() as session:
        assert "lost" not in shelf.current_packets(session)


def test_a_changed_file_under_its_old_version_is_named_by_its_own_path_until_it_has_a_new_one(
    opened: Clinic, folder: Path
) -> None:
    other = folder / "renamed.yaml"
    (folder / "second.yaml").rename(other)
    other.write_bytes(other.read_bytes() + b"\n# changed\n")

    (fault,) = again(opened, folder).faults

    assert (fault.path, fault.code) == (str(other), "version_in_use")

    text = other.read_text()
    line = next(line for line in text.splitlines() if line.startswith("version:"))
    other.write_text(text.replace(line, "version: 999.0.0"))

    assert again(opened, folder).faults == ()


def test_a_new_version_that_is_too_small_a_step_is_refused_with_what_changed(
    opened: Clinic, folder: Path
) -> None:
    file = folder / "scored.yaml"
    file.write_bytes(scored("1.0.0", 3))
    assert again(opened, folder).faults == ()
    rescored = scored("1.0.1", 3).replace(b"max: 10", b"max: 20").replace(b"0, 10]", b"0, 20]")

    file.write_bytes(rescored)
    (fault,) = again(opened, folder).faults

    assert (Path(fault.path).name, fault.code, fault.line) == (
        "scored.yaml", "version_too_small", 3,
    )  # fmt: skip
    assert "Score scored: `range` was “[0, 10]” and is “[0, 20]”." in fault.problem
    assert versions(opened)["scored"] == "1.0.0"

    file.write_bytes(rescored.replace(b"1.0.1", b"2.0.0"))

    assert again(opened, folder).faults == ()
    assert versions(opened)["scored"] == "2.0.0"


def test_a_version_of_before_that_lies_in_the_folder_again_changes_nothing(
    opened: Clinic, folder: Path
) -> None:
    file = folder / "scored.yaml"
    file.write_bytes(scored("1.0.0", 3))
    again(opened, folder)
    with opened.parts.database.write() as session:
        newer = scored("2.0.0", 3)
        library.import_version(session, "scored", "2.0.0", newer, now=opened.clock())

    shelf = again(opened, folder)

    assert shelf.faults == ()
    assert versions(opened)["scored"] == "2.0.0"


def test_a_start_reads_each_file_once_and_a_warm_process_none(
    opened: Clinic, folder: Path, parses: list[str]
) -> None:
    files = list(folder.rglob("*.yaml"))

    shelf = again(opened, folder)
    with opened.parts.database.read() as session:
        first = (shelf.current(session), shelf.current_packets(session))
        second = (shelf.current(session), shelf.current_packets(session))

    assert len(parses) == len(files) > 1
    assert all(first)
    for one, other in zip(first, second, strict=True):
        assert all(one[name] is other[name] for name in one)


def test_an_older_version_is_read_from_the_database_once(
    opened: Clinic, folder: Path, parses: list[str]
) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    again(opened, folder)
    with opened.parts.database.read() as session:
        sha256 = next(v.sha256 for v in library.current(session) if v.id == "scored")
    (folder / "scored.yaml").write_bytes(scored("1.0.1", 3))
    shelf = again(opened, folder)
    parses.clear()

    with opened.parts.database.read() as session:
        asked = [shelf.questionnaire(session, sha256) for _ in range(3)]

    assert {found.version for found in asked} == {"1.0.0"}
    assert len(parses) == 1


def retire(clinic: Clinic, name: str) -> None:
    with clinic.parts.database.write() as session:
        sha256 = in_use.timeline(session).current()[name]
        in_use.retire(session, sha256, by=clinic.moss.id, now=clinic.clock())


def test_a_file_does_not_bring_back_what_the_clinic_has_retired(
    opened: Clinic, folder: Path
) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    again(opened, folder)
    retire(opened, "scored")

    (folder / "scored.yaml").write_bytes(scored("2.0.0", 3))

    assert again(opened, folder).faults == ()
    assert "scored" not in versions(opened)


def test_a_new_packet_that_brings_what_is_retired_is_not_taken(
    opened: Clinic, folder: Path
) -> None:
    packet = folder / "packets" / "small.yaml"
    retire(opened, "second")
    assert again(opened, folder).faults == ()  # the packet that is known stays as it is

    packet.write_text(packet.read_text().replace("version: 1.0.0", "version: 1.1.0"))
    (fault,) = again(opened, folder).faults

    assert fault.code == "retired"
    assert "The packet brings what is retired: second." in str(fault)
