"""FHIR’s enableWhen as conditions of ours, and as nothing where it cannot be said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.bringing_in import clauses, lost, of_items, question, sound


@pytest.mark.parametrize(
    ("given", "behavior", "condition"),
    [
        ([("a", "=", {"answerCoding": {"code": "p"}})], None, "{a: p}"),
        ([("a", "=", {"answerCoding": {"code": "p"}}), ("a", "=", {"answerCoding": {"code": "q"}})],
         "any", "{a: {is: [p, q]}}"),
        ([("a", "!=", {"answerCoding": {"code": "p"}})], None,
         "{any: [{a: {is_not: [p]}}, {a: {answered: no}}]}"),
        ([("a", "exists", {"answerBoolean": True}), ("a", "!=", {"answerCoding": {"code": "p"}})],
         "all", "{a: {is_not: [p]}}"),
        ([("n", ">", {"answerInteger": 3})], None, '{"n": {above: 3}}'),
        ([("n", "<=", {"answerDecimal": 3.5})], None, '{"n": {at_most: 3.5}}'),
        ([("n", "=", {"answerInteger": 3})], None, '{"n": {at_least: 3, at_most: 3}}'),
        ([("n", "exists", {"answerBoolean": False})], None, '{"n": {answered: no}}'),
        ([("w", ">", {"answerQuantity": {"value": 3, "code": "kg"}})], None, "{w: {above: 3}}"),
    ],
)  # fmt: skip
def test_a_condition_says_the_same_here(given, behavior, condition):
    last = question("z", enableWhen=clauses(given))
    if behavior:
        last["enableBehavior"] = behavior

    draft = of_items(*_before(), last)

    assert f"enable_when: {condition}\n" in draft.text
    assert sound(draft).item("z").enable_when is not None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([("gone", "=", {"answerBoolean": True})], "gone, which is no question here"),
        ([("a", "=", {"answerCoding": {"code": "nowhere"}})], "what is no option of it"),
        ([("a", "~", {"answerCoding": {"code": "p"}})], "“~” is not known"),
        ([("t", "=", {"answerString": "x"})], "what is no option of it"),
        ([("w", ">", {"answerQuantity": {"value": 3, "code": "g"}})], "in another unit"),
        ([("n", ">", {"answerString": "many"})], "what is no number here"),
        ([("a", "exists", {})], "whether an answer must be there is not said"),
        ([("a", "=", {"answerCoding": {"code": "p"}})] * 2, "whether all or any"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_said_here_leaves_the_item_always_asked_and_is_listed(
    given, why
):
    draft = of_items(*_before(), question("z", enableWhen=clauses(given)))

    assert "enable_when" not in draft.text
    assert "It is always asked here" in lost(draft, "z")
    assert why in lost(draft, "z")


def _before() -> tuple[dict[str, Any], ...]:
    coded = [{"valueCoding": {"code": code, "display": code.upper()}} for code in ("p", "q")]
    unit = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption",
            "valueCoding": {"code": "kg"}}  # fmt: skip
    limits = [{"url": f"http://hl7.org/fhir/StructureDefinition/{end}", "valueInteger": n}
              for end, n in (("minValue", 0), ("maxValue", 9))]  # fmt: skip
    return (
        question("a", "choice", answerOption=coded),
        question("n", "integer", extension=limits),
        question("w", "quantity", extension=[unit, *limits]),
        question("t", "string"),
    )
