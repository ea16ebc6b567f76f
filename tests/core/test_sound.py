"""The short way to sound files: what it gives is what the long way gives, and the rest is left."""

from __future__ import annotations

import pytest

from screening.core.file_kinds import REFERENCES
from screening.core.library import SourceFile, build_library
from screening.core.sound import sound_questionnaires
from screening.settings import ROOT
from tests.core.catalogue import CATALOGUE, SOUND

ONE_SOURCE = b"references:\n  - {id: R1, title: A source}\n"
FOLDER = ROOT / "questionnaires"
SOURCES = (FOLDER / REFERENCES).read_bytes()
FILES = {
    path.stem: path.read_bytes()
    for path in sorted(FOLDER.glob("*.yaml"))
    if "." not in path.stem and path.name != REFERENCES
}


def long_way(files: dict[str, bytes], sources: bytes):
    read = [SourceFile(REFERENCES, sources, "references")]
    read += [SourceFile(f"{name}.yaml", data, "questionnaire") for name, data in files.items()]
    return build_library(tuple(read), cases=False, read_cases=False)


def test_the_shipped_ones_are_those_of_the_long_way():
    library = long_way(FILES, SOURCES)

    questionnaires, sources = sound_questionnaires(FILES, SOURCES)

    assert len(questionnaires) == len(FILES) > 20
    assert questionnaires == library.questionnaires
    assert {name: one.sha256 for name, one in questionnaires.items()} == {
        name: one.sha256 for name, one in library.questionnaires.items()
    }
    assert sources == library.references


def test_of_every_kind_of_fault_none_is_let_through():
    told = 0
    for code, right, marked in CATALOGUE:
        wrong = SOUND.replace(right.replace("§", ""), marked.replace("§", ""), 1).encode()
        assert wrong != SOUND.encode()
        faults = long_way({"base": wrong}, ONE_SOURCE).faults
        found = sound_questionnaires({"base": wrong}, ONE_SOURCE)
        # Faults in worked cases, which are not read here, are the only ones that neither tells.
        assert (found is None) == bool(faults), code
        told += bool(faults)

    assert sound_questionnaires({"base": SOUND.encode()}, ONE_SOURCE)
    assert told >= 120


def test_a_file_under_another_name_is_left_to_the_long_way():
    assert sound_questionnaires({"phq3": FILES["phq2"]}, SOURCES) is None


def test_what_others_lack_is_noticed():
    used = FILES["cows"].replace(b"substance_use.", b"substance_use.un")
    assert used != FILES["cows"]
    assert sound_questionnaires({"cows": used}, SOURCES)  # alone nobody can tell

    assert sound_questionnaires({**FILES, "cows": used}, SOURCES) is None


@pytest.mark.parametrize(
    "sources", [b"references: 1\n", SOURCES + SOURCES.partition(b"references:\n")[2]]
)
def test_sources_at_fault_leave_all_to_the_long_way(sources):
    assert sound_questionnaires(FILES, sources) is None


def test_without_a_file_of_sources_none_is_looked_up():
    questionnaires, sources = sound_questionnaires({"phq2": FILES["phq2"]}, None)

    assert list(questionnaires) == ["phq2"]
    assert sources == {}
