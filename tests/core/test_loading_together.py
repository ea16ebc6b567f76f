"""Files that speak of each other: what only the others can show to be wrong."""

from __future__ import annotations

import pytest

from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_packet, load_references
from screening.errors import DefinitionErrors
from tests.core.catalogue import SOUND, place_of

OTHER = SOUND.replace("id: base", "id: other").replace("id: n, text: N", "id: thing, text: N")
OTHER = OTHER.replace("{n: {at_least: 3}}, ", "").replace(", {other.thing: {above: 1}}", "")
OTHER = (
    OTHER.replace("to: n,", "to: thing,")
    .replace("of: n,", "of: thing,")
    .replace("items: [n]", "items: [thing]")
)
OTHER = OTHER.replace("n: 4, q: 2", "thing: 4, q: 2").replace("n: 2, q: 2", "thing: 2, q: 2")
OTHER = OTHER.replace("{n: 0.5", "{thing: 0.5").replace("uses: [other.thing]\n", "")
PACKET = """\
id: first
version: 1.0.0
title: First
entries:
  - questionnaire: other
  - questionnaire: base
    when: {other.a: yes}
"""


def together(base: str = SOUND, other: str = OTHER, packet: str = PACKET) -> dict[str, list[str]]:
    """Fault codes with places, by file."""
    texts = {"base.yaml": base, "other.yaml": other, "packets/first.yaml": packet,
             "references.yaml": "references: [{id: R1, title: A source}]"}  # fmt: skip
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    checked = build_library(files).files
    return {
        file.path: [f"{fault.line}:{fault.column} {fault.code}" for fault in file.faults]
        for file in checked
        if file.faults
    }


def test_files_that_fit_each_other_are_sound():
    assert together() == {}


@pytest.mark.parametrize(
    ("sound", "wrong", "code"),
    [
        ("questionnaire: base", "questionnaire: §bass", "unknown_questionnaire"),
        ("- questionnaire: base", "- questionnaire: §other", "page_twice"),
        ("{other.a: yes}", "{§other.aa: yes}", "unknown_item"),
        ("{other.a: yes}", "{other.a: §ja}", "unknown_option"),
        ("{other.a: yes}", "{other.thing: {is: §yes}}", "test_does_not_fit"),
        ("{other.a: yes}", "{§base.a: yes}", "asked_later"),
        ("{other.a: yes}", "{other.total: {at_least: 1, band: high}}", None),
        ("{other.a: yes}", "{other.twice: {below: 2}}", None),
        ("{other.a: yes}", "{other.total: {band: §hihg}}", "unknown_option"),
        ("{other.a: yes}", "{other.total: {is: §yes}}", "test_does_not_fit"),
        ("{other.a: yes}", "{§other.totl: {at_least: 1}}", "unknown_item"),
        ("{other.a: yes}", "{§base.total: {at_least: 1}}", "asked_later"),
        ("{other.a: yes}", "{other.a: yes}\n    not_within_days: §0", "out_of_bounds"),
    ],
)  # fmt: skip
def test_a_packet_is_checked_beside_its_questionnaires(sound, wrong, code):
    marked = PACKET.replace(sound, wrong)
    line, column = place_of(marked) or (0, 0)

    found = together(packet=marked.replace("§", ""))

    assert (f"{line}:{column} {code}" in found["packets/first.yaml"]) if code else found == {}


@pytest.mark.parametrize(
    ("sound", "wrong", "code"),
    [
        ("{other.thing: {above: 1}}", "{other.thing: {is: §few}}", "test_does_not_fit"),
        ("id: n, text: N,", "id: n, same_as: §other.thing, text: N,", None),
        ("id: q, text: Q,", "id: q, same_as: §other.thing, text: Q,", "not_the_same"),
        ("id: q, text: Q,", "id: q, same_as: §other.thong, text: Q,", "unknown_item"),
        ("id: a, text: A,", "id: a, same_as: §other.b, text: A,", None),
        ("id: n, text: N,", "id: n, same_as: §other.total, text: N,", "not_the_same"),
        ("other.thing", "other.total", None),
        ("other.thing", "other.twice", None),
        ("{other.thing: {above: 1}}", "{other.thing: {band: §few}}", "test_does_not_fit"),
        ("from: d,", "from: other.d,", None),
        ("from: d,", "from: §other.thing,", "not_a_moment"),
        ("of: q, to: n", "of: other.share, to: n", None),
        ("of: q, to: n", "of: §other.since, to: n", "not_a_quantity"),
        ("of: q, to: n", "of: §other.total, to: n", "not_a_quantity"),
    ],
)
def test_what_a_file_says_of_another_is_checked_beside_it(sound, wrong, code):
    marked = SOUND.replace(sound, wrong)
    line, column = place_of(marked) or (0, 0)

    text = marked.replace("§", "")
    for ref in ("d", "share", "since", "total", "twice"):
        if f": other.{ref}," in text and "same_as" not in text:
            text = text.replace("uses: [other.thing]", f"uses: [other.thing, other.{ref}]")

    found = together(base=text)

    assert found == ({"base.yaml": [f"{line}:{column} {code}"]} if code else {})


def test_two_questionnaires_that_wait_for_each_other_are_refused():
    base = SOUND.replace("uses: [other.thing]", "uses: [other.thing, other.only]")
    base = base.replace("id: t, text: T,", "id: t, text: T, enable_when: {other.only: {above: 0}},")
    other = OTHER.replace("scores:\n", "scores:\n  - {id: only, sum: [c], range: [0, 1]}\n")
    waiting = other.replace("title: Base", "title: Base\nuses: [base.t]").replace(
        "id: c, text: C,", "id: c, text: C, enable_when: {base.t: {answered: yes}},"
    )

    found = together(base=base, other=waiting)

    assert {fault.partition(" ")[2] for faults in found.values() for fault in faults} == {"circle"}
    assert set(found) == {"base.yaml", "other.yaml"}
    assert together(base=base, other=other) == {}


def test_two_files_cannot_share_an_id():
    found = together(other=OTHER.replace("id: other", "id: base"))

    assert found["other.yaml"] == ["1:1 doubled_id"]


def test_a_source_cannot_stand_twice_and_a_packet_is_no_questionnaire():
    with pytest.raises(DefinitionErrors, match="R1:1:39: .*stands twice"):
        load_references("R1", b"references: [{id: R1, title: A}, {id: R1, title: B}]")
    with pytest.raises(DefinitionErrors, match="entries"):
        load_packet("p.yaml", SOUND.encode())
