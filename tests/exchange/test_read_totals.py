"""Stored totals beside the sum of their answers, both numbers said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from screening.exchange.read_totals import Total, read_totals
from screening.exchange.source import WrongQuestionnaire, read_resource

FILES = Path(__file__).parent / "files"
SCALE = json.loads((FILES / "small_scale.json").read_text("utf-8"))
RESPONSE = json.loads((FILES / "small_scale_response.json").read_text("utf-8"))


def totals(response: Any, questionnaire: Any = SCALE) -> list[Total]:
    return list(read_totals(*(_numbered(one) for one in (questionnaire, response))))


def _numbered(resource: Any) -> Any:
    """As read_resource gives it, with numbers as they are written."""
    return read_resource(json.dumps(resource).encode())


def changed(link: str, answer: list[Any] | None) -> Any:
    """The response with another answer, or without it."""
    again = json.loads(json.dumps(RESPONSE))
    (group,) = again["item"]
    group["item"] = [one for one in group["item"] if one["linkId"] != link]
    if answer is not None:
        group["item"].append({"linkId": link, "answer": answer})
    return again


def test_a_stored_total_that_differs_is_told_with_both_numbers():
    # By hand: every day 3, most days 2, every day 3, most days 2 make 10; the file says 13.
    (total,) = totals(RESPONSE)

    assert (total.stored, total.added, total.answers, total.open) == (13, 10, 4, 0)
    assert not total.agrees


def test_a_total_that_is_right_agrees():
    (total,) = totals(changed("/1.9", [{"valueDecimal": 10.0}]))

    assert (total.stored, total.added, total.agrees) == (10, 10, True)


def test_an_answer_that_is_missing_is_counted_as_open_and_not_as_nothing():
    (total,) = totals(changed("/1.2", None))

    assert (total.added, total.answers, total.open) == (8, 3, 1)


def test_the_weight_of_the_questionnaire_is_believed_and_not_that_of_the_response():
    weight = {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 5}
    coding = {"code": "LA1-1", "extension": [weight]}

    (total,) = totals(changed("/1.2", [{"valueCoding": coding}]))

    assert total.added == 8  # never is worth 0 there


def test_a_number_that_is_no_total_is_not_compared():
    scale = json.loads(json.dumps(SCALE))
    scale["item"][0]["item"][-1] = {"linkId": "/1.9", "type": "integer", "text": "Your age"}

    assert totals(RESPONSE, scale) == []


@pytest.mark.parametrize("text", ["PHQ total", "Score", "Sum of all"])
def test_a_number_that_is_called_a_total_is_compared(text: str):
    scale = json.loads(json.dumps(SCALE))
    scale["item"][0]["item"][-1] = {"linkId": "/1.9", "type": "integer", "text": text}

    assert [total.text for total in totals(RESPONSE, scale)] == [text]


def test_responses_of_a_bundle_are_looked_at_one_by_one():
    right = changed("/1.9", [{"valueInteger": 10}])
    bundle = {"resourceType": "Bundle",
              "entry": [{"resource": RESPONSE}, {"resource": right}, {}]}  # fmt: skip

    assert [total.agrees for total in totals(bundle)] == [False, True]


def test_a_response_to_another_questionnaire_is_refused_and_so_is_what_is_no_response():
    other = {**RESPONSE, "questionnaire": "http://example.org/Questionnaire/other|1"}

    with pytest.raises(WrongQuestionnaire, match="answers http://example.org/Questionnaire/other"):
        totals(other)
    with pytest.raises(WrongQuestionnaire, match="holds no QuestionnaireResponse"):
        totals({"resourceType": "Patient"})
