"""A text as far as it can be read, and the lines of its items."""

from __future__ import annotations

from screening.core.drafted import item_at, item_lines, read_drafted
from tests.library_place import LIBRARY

COWS = (LIBRARY / "cows.yaml").read_bytes()


def test_a_sound_text_is_whole_and_each_item_begins_on_its_line() -> None:
    found = read_drafted("cows.yaml", COWS, None)

    lines = COWS.decode().splitlines()
    assert (found.faults, found.whole) == ((), True)
    assert found.questionnaire is not None
    assert list(found.lines) == [item.id for item in found.questionnaire.items]
    for item_id, line in found.lines.items():
        assert lines[line - 1].strip().startswith(f"- id: {item_id}")


def test_a_fault_of_meaning_leaves_nothing_out() -> None:
    found = read_drafted("cows.yaml", COWS.replace(b"sum: [pulse,", b"sum: [pulze,", 1), None)

    assert [fault.code for fault in found.faults][:1] == ["unknown_item"]
    assert found.whole
    assert found.questionnaire is not None


def test_beside_a_wrong_shape_the_other_items_are_left() -> None:
    found = read_drafted("cows.yaml", COWS.replace(b"type: choice", b"type: choise", 1), None)

    assert found.faults
    assert not found.whole
    assert found.questionnaire is not None
    assert len(found.questionnaire.items) == 10
    assert len(found.lines) == 11


def test_what_is_no_questionnaire_has_faults_alone() -> None:
    for text in (b"id: [", b"- a\n", b"\xff", b"id: cows\n"):
        found = read_drafted("cows.yaml", text, None)

        assert found.faults
        assert found.questionnaire is None or not found.whole


def test_a_line_belongs_to_the_item_that_began_last() -> None:
    lines = {"gate": 10, "nights": 14}

    assert [item_at(lines, line) for line in (9, 10, 13, 14, 99)] == [
        None, "gate", "gate", "nights", "nights",
    ]  # fmt: skip
    assert item_at({}, 3) is None


def test_a_translation_names_its_items_by_their_keys() -> None:
    text = b"translates: cows\nitems:\n  pulse:\n    text: Pulso\n  pupils: {text: Pupilas}\n"

    assert item_lines(text) == {"pulse": 3, "pupils": 5}
    assert item_lines(b"items: [") == {}
