"""FHIR Questionnaires as drafts: what is carried over, and what is listed."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from screening.core.answers import NumberText
from screening.core.item import ChoiceItem, ChoicesItem, QuantityItem
from screening.core.loading import load_questionnaire
from screening.errors import DefinitionErrors
from screening.exchange.names import MAX_QUANTITY, MIN_QUANTITY, UNIT_OPTION
from screening.exchange.read_questionnaire import Imported, import_resource, read_questionnaire
from screening.exchange.source import number_of, read_resource
from tests.exchange.bringing_in import SMALL, lost, of_items, question, sound


def test_choices_weights_conditions_quantities_dates_and_texts_are_carried_over():
    found = sound(read_questionnaire(SMALL))

    first = found.item("q_1_1")
    assert isinstance(first, ChoiceItem)
    assert [(o.id, o.text, o.points) for o in first.choices] == [
        ("never", "Never", 0), ("some_days", "Some days", 1), ("most_days", "Most days", 2),
        ("every_day", "Every day", 3),
    ]  # fmt: skip
    assert first.hint == "Think of the worst day of each week."
    assert [page.title for page in found.pages] == ["In the last two weeks", "Small scale"]
    several, weight = found.item("q_3"), found.item("q_4")
    assert isinstance(several, ChoicesItem)
    assert [(o.id, o.exclusive) for o in several.choices] == [
        ("a", False), ("the_second", False), ("none", True)
    ]  # fmt: skip
    assert several.enable_when is not None
    assert isinstance(weight, QuantityItem)
    assert (weight.unit, str(weight.min), str(weight.max), weight.decimals) == (
        "kg",
        "20",
        "350",
        1,
    )
    assert [found.item(name).type for name in ("q_2", "q_5", "q_6")] == ["choice", "date", "text"]


def test_what_is_not_carried_over_is_listed_with_its_link_and_why():
    draft = read_questionnaire(SMALL)

    assert lost(draft, "/7") == "Items of the type attachment are not known here; it is left out."
    assert lost(draft, "/1.9") == "Nobody fills it in there (readOnly); it is left out."
    assert lost(draft, "/1.0") == "It stands as a hint of /1.1."
    assert "publisher" in lost(draft, "")
    assert "begins with 1.0.0" in lost(draft, "")
    assert ("/1.1", "q_1_1") in draft.ids
    assert "# linkId: /1.1\n" in draft.text


def test_the_list_stays_with_the_draft():
    draft = read_questionnaire(SMALL)

    comments = [line for line in draft.text.splitlines() if line.startswith("# - ")]

    assert len(comments) == len(draft.losses)
    assert "# - /1.0: It stands as a hint of /1.1." in comments


def test_a_draft_may_be_given_an_id_of_its_own():
    draft = import_resource(read_resource(SMALL), "our_scale")

    assert draft.item_id == sound(draft).id == "our_scale"


def test_every_item_of_the_file_is_an_item_of_the_draft_or_listed():
    draft = read_questionnaire(SMALL)
    links, todo = [], list(json.loads(SMALL)["item"])
    while todo:
        node = todo.pop()
        links.append((node["linkId"], node["type"]))
        todo += node.get("item", [])

    carried = {link for link, _ in draft.ids}
    told = {loss.link for loss in draft.losses}

    assert all(link in carried | told for link, kind in links if kind != "group")


def test_the_loader_says_what_no_file_of_fhir_can_say():
    with pytest.raises(DefinitionErrors) as told:
        load_questionnaire("draft.yaml", read_questionnaire(SMALL).text.encode())

    missing = {f.problem for f in told.value.faults if f.code == "missing_key"}
    assert missing >= {"“wording” is missing.", "“evidence” is missing."}


def test_a_question_with_questions_in_it_and_groups_with_conditions_are_told_in_order():
    inside = question("1.1", "string")
    deep = question("2.1", enableWhen=[{"question": "1", "operator": "!=", "answerBoolean": True}])
    there = [{"question": "1", "operator": "exists", "answerBoolean": True}]
    group = {"linkId": "2", "type": "group", "text": "More", "item": [deep], "enableWhen": there}

    draft = of_items(question("1", item=[inside]), group, question("3"))

    found = sound(draft)
    assert [[i.id for i in page.items] for page in found.pages] == [
        ["q_1", "q_1_1"],
        ["q_2_1"],
        ["q_3"],
    ]
    assert "enable_when: {q_1: {answered: yes}}" in draft.text
    assert (
        "{all: [{q_1: {answered: yes}}, {any: [{q_1: {is_not: [yes]}}, {q_1: {answered: no}}]}]}"
        in (draft.text)
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"type": "time"}, "type time are not known here"),
        ({"initial": [{"valueBoolean": True}]}, "initial"),
        ({"required": False}, "may stay blank there"),
        ({"prefix": "1."}, "prefix"),
        ({"code": [{"code": "44250-9"}]}, "code"),
        ({"repeats": True, "type": "string"}, "several times there, and once here"),
        ({"type": "open-choice", "answerOption": [{"valueString": "a"}]}, "Own words"),
        ({"type": "choice"}, "write its options"),
        ({"type": "choice", "answerValueSet": "http://example.org/set"}, "outside this file"),
        ({"type": "choice", "answerValueSet": "#gone"}, "outside this file"),
        ({"type": "integer"}, "write its “min”"),
        ({"type": "decimal"}, "names no unit"),
        ({"extension": [{"url": "http://example.org/x", "valueString": "y"}]}, "example.org/x"),
        ({"text": "A\u202eB"}, "cannot be seen"),
        ({"text": "x" * 5000}, "or its end"),
    ],
)  # fmt: skip
def test_a_part_of_an_item_that_has_no_place_here_is_listed(more, why):
    draft = of_items(question("1"), question("2", **{"type": "boolean", **more}))

    assert why in lost(draft, "2")


@pytest.mark.parametrize("units", [["mg"], ["mg", "g"]])
def test_a_limit_in_another_unit_is_listed_and_its_number_is_not_taken(units: list[str]):
    options = [
        {"url": UNIT_OPTION, "valueCoding": {"code": unit, "display": unit}} for unit in units
    ]
    limits = [
        {"url": MIN_QUANTITY, "valueQuantity": {"value": 1, "code": "mg"}},
        {"url": MAX_QUANTITY, "valueQuantity": {"value": 2, "unit": "g", "code": "g"}},
    ]

    draft = of_items(question("9", "quantity", extension=[*options, *limits]))

    assert "max: 2" not in draft.text
    assert "Its highest value is in another unit: write its “max”." in lost(draft, "9")
    # In one unit the lowest one holds; where one of several is picked, it says too little.
    assert ("min: 1" in draft.text) == (len(units) == 1)


def test_an_expression_is_listed_and_never_carried_over():
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"
    held = {"valueExpression": {"language": "text/fhirpath", "expression": "1 + 1"}}
    asked = question("2", extension=[{"url": f"{sdc}-enableWhenExpression", **held}])
    total = question("3", "decimal", extension=[{"url": f"{sdc}-calculatedExpression", **held}])

    draft = of_items(question("1"), asked, total)

    assert "always asked here" in lost(draft, "2")
    assert "worked out by an expression" in lost(draft, "3")
    assert "1 + 1" not in draft.text


WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def _weighted(*weights: Any) -> Imported:
    held = [{"url": WEIGHT, "valueDecimal": weight} for weight in weights]
    option = {"valueCoding": {"code": "x", "display": "X"}, "extension": held}
    return of_items(question("1", "choice", answerOption=[option, {"valueString": "y"}]))


def test_a_weight_that_cannot_be_read_or_is_doubled_is_listed_and_gives_no_points():
    assert "points: 1.5" in _weighted(1.5).text
    assert "points: 2" in _weighted(2, 2).text
    for draft in (_weighted(1, 2), _weighted("many"), _weighted(10**30)):
        assert "points" not in draft.text
        assert "weight" in lost(draft, "1")


def test_a_number_with_a_huge_exponent_is_none_and_asks_for_no_memory():
    tracemalloc.start()
    found = number_of(NumberText("1e99999999"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found is None
    assert peak < 1_000_000  # written out it would have 100 million digits


def test_ids_are_valid_single_and_the_same_each_time():
    links = ["All", "all", "visit", "1.2", "1-2", "Ü", "日本", "a" * 300]
    draft = of_items(*(question(link) for link in links))

    ids = [item.id for item in sound(draft).items]
    assert ids == ["q_all", "q_all_2", "q_visit", "q_1_2", "q_1_2_2", "u", "q", "a" * 40]
    assert of_items(*(question(link) for link in links)) == draft


def test_a_text_cannot_write_a_line_of_the_file():
    hostile = 'x\n      - id: other\n        text: "y'

    draft = of_items(question("1", text=hostile), question("2\n  evil: yes", "string"))

    found = sound(draft)
    assert [item.id for item in found.items] == ["q_1", "q_2_evil_yes"]
    assert found.item("q_1").text == hostile
