"""What is taken as an answer and what is refused, by item type; and the way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.core.answers import Setting, read_answer, to_json
from screening.core.documents import WrongJson, parse_json, read_document, write_document
from screening.core.loading import load_questionnaire
from screening.core.moments import read_moment
from screening.core.result_json import dump
from screening.errors import AnswerError, AnswersRefused
from tests.strategies import documents

TYPES = load_questionnaire(
    "types.yaml",
    b"""
id: types
version: 1.0.0
title: One item of each type
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages:
  - id: all
    title: All
    items:
      - {id: one, text: One, type: choice, options: [{id: yes, text: "Yes"}, {id: no, text: "No"}]}
      - id: some
        text: Some
        type: choices
        options: [{id: x, text: X}, {id: y, text: Y}, {id: none, text: None, exclusive: yes}]
      - {id: whole, text: Whole, type: integer, min: -2, max: 12}
      - {id: line, text: Line, type: scale, min: 0, max: 10}
      - {id: mass, text: Mass, type: quantity, unit: kg, min: 0, max: 300, decimals: 1}
      - {id: dose, text: Dose, type: quantity, units: {g: g, mg: mg}, min: 0, max: 500, decimals: 2}
      - {id: day, text: Day, type: date, precision: [day, month], not_after: visit}
      - {id: moment, text: Moment, type: date_time, precision: [minute, day], not_after: visit}
      - {id: words, text: Words, type: text, max_length: 10}
      - id: rows
        text: Rows
        type: rows
        max_rows: 2
        fields:
          - {id: form, text: Form, type: choice, options: [{id: a, text: A}, {id: b, text: B}]}
          - {id: times, text: Times, type: integer, min: 0, max: 9}
      - {id: seen, text: Seen, type: integer, min: 0, max: 9, rated_by: clinician}
""",
)
VISIT = read_moment("2026-11-19T09:30")
ROWS_3 = [{"form": "a"}] * 3

REFUSED = [
    ("one", ["true", "false", '"maybe"', "1", "[]", '["yes"]', '""', '"Yes"', "{}", '" yes"']),
    ("some", ['"x"', "[]", '["x","x"]', '["x","none"]', '["z"]', "[1]", "[true]", '[["x"]]', "{}"]),
    ("whole", ["13", "-3", "1.0", "1e1", '"1e1"', '"1,0"', "true", '""', '"\uff11"', "[]", '"one"',
               '"01"', '"+1"', '"0x1"', '"1_0"', '"NaN"', "1E0", '"- 1"', "99999999999999999999"]),
    ("line", ["11", "-1", "5.5", '"5."', "false"]),
    ("mass", ["300.1", "70.25", "1e2", '"70,5"', "-0.1", '{"value": 70, "unit": "kg"}', '".5"']),
    ("dose", ["2", '"2"', '{"value": 2}', '{"unit": "g"}', '{"value": 2, "unit": "kg"}',
              '{"value": 2, "unit": []}', '{"value": 2, "unit": "g", "x": 1}',
              '{"value": 2.555, "unit": "g"}', '{"value": null, "unit": "g"}',
              '{"value": true, "unit": "g"}', '{"value": 2, "unit": true}']),
    ("day", ["2025", '"2025"', '"2025-13"', '"2025-02-30"', '"2026-11-20"', '"2026-12"',
             '"2025-08-14T08:30"', '"yesterday"', '"08/14/2025"', "20250814"]),
    ("moment", ['"2026-11-19T09:31"', '"2026-11-20"', '"2026-11"', '"2026-11-18T25:00"',
                '"2026-11-19T09:30-01:00"', '"18.11.2026"']),
    ("words", ['""', '"   "', '"elf letters"', "1", '"a\\u0000b"', '"\\ud800"',
               '"a\\u0007"', "[]"]),
    ("rows", ["[]", "{}", "[{}]", '[{"form": "c"}]', '[{"times": 10}]', '[{"shape": "a"}]', '["a"]',
              json.dumps(ROWS_3), '[{"form": null}]', '[{"form": {"missing": "declined"}}]']),
    ("seen", ['{"missing": "declined"}', "10", '{"missing": "not_assessed", "why": "because"}',
              '{"missing": "not_assessed", "why": "other"}',
              '{"missing": "not_assessed", "words": "asleep"}',
              '{"missing": "not_assessed", "why": "no_time", "words": "asleep"}',
              '{"missing": "not_assessed", "why": ["no_time"]}',
              '{"missing": "not_assessed", "why": "other", "words": 1}',
              json.dumps({"missing": "not_assessed", "why": "other", "words": "x" * 121}),
              '{"missing": "not_assessed", "why": "other", "words": "a\\u0007"}']),
    ("one", ['{"missing": "not_assessed"}', '{"missing": "declined", "why": "no_time"}',
             '{"missing": "lost"}', '{"missing": []}',
             '{"missing": "declined", "value": "yes"}', '{"missing": null}']),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item_id", "raw"), [(item, raw) for item, values in REFUSED for raw in values]
)
def test_an_answer_that_does_not_fit_is_refused_with_its_name_and_without_its_value(item_id, raw):
    document = parse_json(f'{{"{item_id}": {raw}}}')

    with pytest.raises(AnswersRefused) as caught:
        read_document(TYPES, document, visit=VISIT)

    (fault,) = caught.value.faults
    assert fault.item_id.partition(".")[0] == item_id
    assert fault.message.endswith(".")
    assert "70.25" not in str(fault)


@pytest.mark.parametrize(
    "text",
    ["{", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": Infinity}', "[" * 100_000, "", '{"a": 01}',
     '{"a": {"b": 1, "b": 1}}', "\ufeff{}", '{"a": 1}}'],
)  # fmt: skip
def test_text_that_is_not_json_as_we_take_it_is_refused(text):
    with pytest.raises(WrongJson):
        parse_json(text)


@pytest.mark.parametrize("document", ["[]", '"pulse"', "1", "null", "true"])
def test_a_document_is_an_object(document):
    with pytest.raises(AnswersRefused, match="object"):
        read_document(TYPES, parse_json(document))


@pytest.mark.parametrize("name", ["ones", "types.one", "other.one", "", "one.x", "a.b.c", "."])
def test_a_name_that_is_no_item_is_refused(name):
    with pytest.raises(AnswersRefused):
        read_document(TYPES, {name: "yes"})


def test_every_fault_of_a_document_is_named_at_once():
    with pytest.raises(AnswersRefused) as caught:
        read_document(TYPES, parse_json('{"one": "maybe", "whole": 99, "rows": [{"times": 99}]}'))

    assert [fault.item_id for fault in caught.value.faults] == ["one", "whole", "rows.times"]


def test_null_and_absent_are_not_recorded():
    assert read_document(TYPES, parse_json('{"one": null}')) == {}


def test_the_order_of_several_choices_does_not_matter():
    item = TYPES.item("some")

    assert read_answer(item, ["y", "x"]) == read_answer(item, ["x", "y"])


def test_a_comma_is_taken_on_screens_and_refused_in_files():
    item = TYPES.item("mass")

    assert read_answer(item, " 70,5 ", Setting(comma=True)).value == read_answer(item, "70.5").value
    with pytest.raises(AnswerError, match="Enter a number from 0 to 300"):
        read_answer(item, "70,5")


def test_a_bare_time_is_of_the_visits_zone():
    visit = read_moment("2026-11-19T09:30-05:00")

    answer = read_answer(TYPES.item("moment"), "2026-11-18T21:30", Setting(visit))

    assert answer.value == read_moment("2026-11-18T21:30", visit.zone)


@settings(deadline=None, max_examples=150)
@given(documents(TYPES))
def test_what_is_written_reads_back_as_the_same_answers(document):
    answers = read_document(TYPES, document)

    written = json.dumps(write_document(TYPES, answers))

    assert read_document(TYPES, parse_json(written)) == answers


@settings(deadline=None, max_examples=150)
@given(documents(TYPES), st.randoms())
def test_what_is_shown_reads_back_as_the_same_answer_without_exponents(document, random):
    keys = list(document)
    random.shuffle(keys)
    answers = read_document(TYPES, {key: document[key] for key in keys})

    shown = {key: to_json(TYPES.item(key), answer) for key, answer in answers.items()}
    text = dump(shown)
    again: Any = parse_json(text)

    assert read_document(TYPES, again) == answers == read_document(TYPES, document)
