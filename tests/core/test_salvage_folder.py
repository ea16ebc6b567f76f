"""Files of one folder: what is told of each when it, or what it rests on, has a wrong shape."""

from __future__ import annotations

import re

import pytest

from screening.core.library import SourceFile, build_library, kind_of
from tests.core import catalogue, hair_check, test_loading_together

HAIR = (hair_check.TINY / "hair_check.yaml").read_text(encoding="utf-8")


def together(**changes: tuple[str, str]) -> dict[str, list[str]]:
    """Line and code of the faults of each of a few files, with a stretch of each replaced."""
    texts = {
        "base.yaml": catalogue.SOUND, "other.yaml": test_loading_together.OTHER,
        "packets/first.yaml": test_loading_together.PACKET, "hair_check.yaml": HAIR,
        "hair_check.es.yaml": hair_check.SPANISH,
        "references.yaml": "references:\n  - {id: R1, title: A source}\n  - {id: R3, title: B}\n",
    }  # fmt: skip
    for file, (right, instead) in changes.items():
        name = next(n for n in texts if re.split(r"[/.]", n)[-2] == file)
        assert right in texts[name]
        texts[name] = texts[name].replace(right, instead)
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    return {
        file.path: [f"{fault.line} {fault.code}" for fault in file.faults]
        for file in build_library(files, cases=False).files
        if file.faults
    }


PACKET_FAULTS = {
    "title: First": "titel: First\nminutes: 0\nleaflet: nowhere",
    "questionnaire: base": "questionnaire: bass",
    "{other.a: yes}": "{other.a: ja}",
}


def test_every_fault_of_a_packet_is_told_at_once() -> None:
    text = test_loading_together.PACKET
    for right, instead in PACKET_FAULTS.items():
        assert right in text
        text = text.replace(right, instead)

    found = together(first=(test_loading_together.PACKET, text))

    assert found == {
        "packets/first.yaml": [
            "1 missing_key", "3 unknown_key", "4 out_of_bounds", "5 unknown_leaflet",
            "8 unknown_questionnaire", "9 unknown_option",
        ]
    }  # fmt: skip


def test_an_entry_that_cannot_be_read_makes_no_later_one_wrong() -> None:
    found = together(first=("questionnaire: other", "questionnaires: other"))

    assert {file: [one.split()[1] for one in faults] for file, faults in found.items()} == {
        "packets/first.yaml": ["missing_key", "unknown_key"]
    }


@pytest.mark.parametrize(
    "instead", ["titel: Base", "title: [Base]", "title: Base\nuses: [a.b, c.d]"]
)
def test_a_questionnaire_at_fault_makes_no_packet_and_no_other_file_wrong(instead: str) -> None:
    assert set(together(base=("title: Base", instead))) == {"base.yaml"}
    assert set(together(other=("title: Base", instead))) == {"other.yaml"}


def test_a_questionnaire_at_fault_makes_its_translation_no_wrong_one() -> None:
    wrong = ("title: Hair shedding in short", "titel: Hair shedding in short")
    found = together(hair_check=wrong)
    assert set(found) == {"hair_check.yaml"}

    texts = hair_check.SPANISH.replace("version: 1.0.0", "version: 1", 1)
    texts = texts.replace("language: es", "language: es\npermission: Letter")
    found = together(hair_check=wrong, es=(hair_check.SPANISH, texts))

    assert [one.split()[1] for one in found["hair_check.es.yaml"]] == [
        "wrong_name", "published_only",
    ]  # fmt: skip


def test_a_wrong_list_of_sources_makes_no_file_that_names_them_wrong() -> None:
    assert set(together(references=("title: B", "titel: B"))) == {"references.yaml"}
    assert set(together(references=("id: R3", "idd: R3"))) == {"references.yaml"}

    found = together(references=("title: B", "titel: B"), base=("ref: R1", "ref: R2"))

    assert found["base.yaml"] == ["22 unknown_reference"]


def test_what_a_questionnaire_at_fault_says_of_others_is_checked_all_the_same() -> None:
    wrong = catalogue.SOUND.replace("title: Base", "title: [Base]")

    found = together(base=(catalogue.SOUND, wrong.replace("other.thing", "other.thong")))

    assert [one.split()[1] for one in found["base.yaml"]] == ["not_text", "unknown_item"]
