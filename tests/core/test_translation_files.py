"""Files of translations: told apart, begun from a starter, damaged."""

from __future__ import annotations

import itertools
import re

import pytest

from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_translation
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import slots_of
from screening.core.translation_starter import translation_starter
from screening.errors import DefinitionError, DefinitionErrors
from tests.core.hair_check import (
    PUBLISHED,
    SPANISH,
    TINY,
    faults_of,
)


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a/hair_check.es.yaml", b"", "translation"),
        ("hair_check.es-US.yaml", b"", "translation"),
        ("cows.en-published.yaml", b"", "translation"),
        ("spanish.yaml", b"# ours\ntranslates: hair_check\n", "translation"),
        ("cows.yaml", b"id: cows\nabout: |\n  translates: no\n", "questionnaire"),
        ("packets/first.yaml", b"", "packet"),
        ("references.yaml", b"", "references"),
    ],
)
def test_files_are_told_apart_by_name_or_by_what_they_hold(path, data, kind):
    assert kind_of(path, data) == kind


def test_a_library_holds_each_translation_beside_its_questionnaire():
    names = ("hair_check.es.yaml", "hair_check.en-published.yaml", "hair_check.yaml")
    files = tuple(SourceFile(n, (TINY / n).read_bytes(), kind_of(n)) for n in names)

    library = build_library(files)
    alone = build_library(files[:1])
    twice = build_library(
        (*files, SourceFile("b/hair_check.es.yaml", files[0].data, "translation"))
    )

    assert list(library.translations) == ["hair_check.en-published", "hair_check.es"]
    assert [(file.path, file.texts) for file in library.files][0] == (names[0], 20)
    assert [fault.code for fault in alone.faults] == ["unknown_questionnaire"]
    assert [fault.code for fault in twice.faults] == ["doubled_id"]


def test_the_starter_of_a_translation_is_well_formed_and_lacks_every_text(definition):
    text = translation_starter(definition, "es", published=False)

    faults = faults_beside(definition, text)

    needed = [slot for slot in slots_of(definition) if slot.part != "instead"]
    assert {fault.code for fault in faults} == {"missing_text"}
    assert len({(fault.line, fault.column) for fault in faults}) == len(faults) == len(needed)
    numbers = itertools.count()
    written = re.sub(r"\.\.\.$", lambda _: f"Texto {next(numbers)}", text, flags=re.MULTILINE)
    assert faults_beside(definition, written) == ()


def test_the_starter_of_a_wording_pack_asks_for_rights_questions_and_answers(definition):
    text = translation_starter(definition, "en", published=True)

    faults = faults_beside(definition, text)

    asked = [slot for slot in slots_of(definition) if slot.part == "asked"]
    assert sorted({fault.code for fault in faults}) == ["missing_key", "missing_text"]
    assert len([fault for fault in faults if fault.code == "missing_text"]) == len(asked)


def faults_beside(questionnaire: Questionnaire, text: str) -> tuple[DefinitionError, ...]:
    try:
        load_translation("new.yaml", text.encode(), {questionnaire.id: questionnaire})
    except DefinitionErrors as error:
        return error.faults
    return ()


@pytest.mark.parametrize("text", [SPANISH, PUBLISHED], ids=["translation", "wording_pack"])
def test_a_file_with_a_line_lost_doubled_or_cut_meets_faults_with_places_and_nothing_else(text):
    lines = text.splitlines(keepends=True)
    damaged = [
        "".join([*lines[:n], *now, *lines[n + 1 :]])
        for n, line in enumerate(lines)
        for now in ([], [line, line], [line[: len(line) // 2]], [line.replace(":", "", 1)])
    ]

    found = [faults_of(one, "new.yaml") for one in damaged]

    assert len([faults for faults in found if faults]) > len(lines)
    assert all(fault.line > 0 and fault.column > 0 and fault.fix for f in found for fault in f)
