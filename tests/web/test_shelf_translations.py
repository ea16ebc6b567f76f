"""Translations at start: taken beside their questionnaire, read only in the version they tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screening.store import library
from screening.web.shelf import Shelf
from tests.web.conftest import SMALL, Clinic
from tests.web.test_shelf import again, scored, versions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small definitions, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "questionnaires"))


@pytest.fixture
def opened(make_clinic: Callable[[Path], Clinic], folder: Path) -> Clinic:
    """A clinic that has taken them."""
    return make_clinic(folder)


SPANISH = """
translates: scored
for_version: 1.0.0
version: "{version}"
language: es
title: {title}
pages: {{only: La única página}}
items: {{worst: {{text: "¿Qué tan mal está?"}}}}
"""


def told(clinic: Clinic, shelf: Shelf, name: str, words: str) -> str:
    """The title of the newest version of a questionnaire in other words."""
    with clinic.parts.database.read() as session:
        sha256 = next(v.sha256 for v in library.current(session) if v.id == name)
        return shelf.told(session, sha256, words).title


def test_a_translation_is_taken_at_start_and_a_newer_one_needs_no_new_questionnaire(
    opened: Clinic, folder: Path
) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    file = folder / "scored.es.yaml"
    file.write_text(SPANISH.format(version="1.0.0", title="Inventado"))
    first = again(opened, folder)
    assert first.faults == ()
    assert told(opened, first, "scored", "es") == "Inventado"
    assert told(opened, first, "scored", "fr") == "Made-up score"

    file.write_text(SPANISH.format(version="1.0.1", title="Puntaje inventado"))
    second = again(opened, folder)

    assert second.faults == ()
    assert told(opened, second, "scored", "es") == "Puntaje inventado"
    assert versions(opened)["scored"] == "1.0.0"


def test_a_new_version_is_read_in_its_own_words_until_it_is_translated(
    opened: Clinic, folder: Path
) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    (folder / "scored.es.yaml").write_text(SPANISH.format(version="1.0.0", title="Inventado"))
    again(opened, folder)
    with opened.parts.database.read() as session:
        before = next(v.sha256 for v in library.current(session) if v.id == "scored")

    (folder / "scored.yaml").write_bytes(scored("1.0.1", 3))
    shelf = again(opened, folder)

    assert [fault.code for fault in shelf.faults] == ["other_version"]
    assert told(opened, shelf, "scored", "es") == "Made-up score"
    with opened.parts.database.read() as session:  # a response that was begun keeps its words
        assert shelf.told(session, before, "es").title == "Inventado"


def test_a_translation_of_a_file_that_is_not_taken_is_not_taken_either(
    opened: Clinic, folder: Path
) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    again(opened, folder)
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3) + b"# changed\n")
    (folder / "scored.es.yaml").write_text(SPANISH.format(version="1.0.0", title="Inventado"))

    shelf = again(opened, folder)

    assert [fault.code for fault in shelf.faults] == ["version_in_use"]
    assert told(opened, shelf, "scored", "es") == "Made-up score"


def test_a_changed_translation_under_its_old_version_is_named(opened: Clinic, folder: Path) -> None:
    (folder / "scored.yaml").write_bytes(scored("1.0.0", 3))
    file = folder / "scored.es.yaml"
    file.write_text(SPANISH.format(version="1.0.0", title="Inventado"))
    again(opened, folder)
    file.write_text(SPANISH.format(version="1.0.0", title="Otro"))

    (fault,) = again(opened, folder).faults

    assert (fault.path, fault.code) == (str(file), "version_in_use")
