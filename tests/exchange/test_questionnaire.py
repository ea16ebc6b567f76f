"""Questionnaires as FHIR R4: options with points, when an item is asked, scores, losses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Model

from screening.core.loading import load_stored
from screening.exchange.bundle import encode
from screening.exchange.questionnaire import Exported, write_questionnaire
from screening.settings import ROOT
from tests.cli.running import run
from tests.exchange.visits import shipped
from tests.shipped_names import NAMES

HEAD = """\
id: small
version: 1.0.0
title: Small
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
uses: [other.sex]
pages:
  - id: one
    title: One
    items:
      - id: a
        text: A
        type: choice
        options: [{id: x, text: X, points: 0}, {id: y, text: Y, points: 2}]
      - {id: b, text: B, type: choices, options: [{id: p, text: P}, {id: q, text: Q}]}
      - {id: n, text: N, type: integer, min: 0, max: 9}
"""


def exported(text: str) -> Exported:
    return write_questionnaire(load_stored("small.yaml", text.encode()))


def with_condition(condition: str) -> tuple[dict[str, Any], Exported]:
    """The last item, asked under a condition."""
    item = f"      - {{id: z, text: Z, type: text, enable_when: {condition}}}\n"
    found = exported(HEAD + item)
    return found.resource["item"][0]["item"][-1], found


def clauses(item: dict[str, Any]) -> list[tuple[str, str, Any]]:
    found = []
    for one in item["enableWhen"]:
        answer = next(value for key, value in one.items() if key.startswith("answer"))
        code = answer["code"] if isinstance(answer, dict) else answer
        found.append((one["question"], one["operator"], code))
    return found


def expression(item: dict[str, Any], kind: str) -> str:
    found = (e for e in item["extension"] if e["url"].endswith(kind))
    return str(next(found)["valueExpression"]["expression"])


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_questionnaire_is_valid_fhir(name: str):
    Model.model_validate_json(encode(write_questionnaire(shipped().questionnaires[name]).resource))


@pytest.mark.parametrize("name", NAMES)
def test_no_score_and_no_condition_within_the_file_is_lost(name: str):
    found = write_questionnaire(shipped().questionnaires[name])

    # Cautions are left out by their nature; scores and ways to skip are what totals rest on.
    assert not [loss for loss in found.losses if "always asked" in loss or "The score" in loss]


def test_every_name_in_a_file_stands_once():
    for questionnaire in shipped().questionnaires.values():
        links: list[str] = []

        def walk(items: list[dict[str, Any]], links: list[str] = links) -> None:
            for item in items:
                links.append(item["linkId"])
                walk(item.get("item", []), links)

        walk(write_questionnaire(questionnaire).resource["item"])
        assert len(set(links)) == len(links)


def test_an_option_carries_its_points_and_one_without_points_none():
    first, second = exported(HEAD).resource["item"][0]["item"][:2]

    points = [option["extension"][0]["valueDecimal"] for option in first["answerOption"]]
    assert points == [0, 2]
    assert all("extension" not in option for option in second["answerOption"])
    assert second["repeats"] is True


@pytest.mark.parametrize(
    ("condition", "said", "behavior"),
    [
        ("{a: x}", [("a", "=", "x")], None),
        ("{a: {is: [x, y]}}", [("a", "=", "x"), ("a", "=", "y")], "any"),
        # FHIR's != holds where nothing was answered, and ours does not.
        ("{a: {is_not: x}}", [("a", "exists", True), ("a", "!=", "x")], "all"),
        ("{b: {includes: [p, q]}}", [("b", "=", "p"), ("b", "=", "q")], "any"),
        ("{n: {at_least: 3}}", [("n", ">=", 3)], None),
        ("{n: {below: 3}}", [("n", "<", 3)], None),
        ("{a: {answered: yes}}", [("a", "exists", True)], None),
        ("{a: {answered: no}}", [("a", "exists", False)], None),
        ("{a: {missing: any}}", [("a", "exists", False)], None),
        ("{all: [{a: x}, {n: {above: 1}}]}", [("a", "=", "x"), ("n", ">", 1)], "all"),
        ("{any: [{a: x}, {a: {is: [x, y]}}]}", [("a", "=", o) for o in "xxy"], "any"),
    ],
)  # fmt: skip
def test_a_flat_condition_is_enable_when(condition: str, said: Any, behavior: str | None):
    item, found = with_condition(condition)

    assert clauses(item) == said
    assert item.get("enableBehavior") == behavior
    assert not any("always asked" in loss for loss in found.losses)


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ("{all: [{a: x}, {any: [{a: y}, {n: {above: 1}}]}]}", " and ("),
        ("{all: [{a: {is: [x, y]}}, {n: {above: 1}}]}", ".answer.value.code = 'x' or "),
        ("{not: {a: x}}", ").not()"),
        ("{n: {at_least: 2, at_most: 4}}", ".value <= 4)"),
    ],
)
def test_a_nested_condition_is_an_expression(condition: str, part: str):
    item, _ = with_condition(condition)

    assert "enableWhen" not in item
    assert part in expression(item, "sdc-questionnaire-enableWhenExpression")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("{other.sex: male}", "z is always asked: other.sex belongs to another questionnaire."),
        ("{a: {missing: declined}}", "z is always asked: why a is missing is not known to FHIR"),
    ],
)
def test_what_fhir_cannot_say_is_asked_always_and_listed(condition: str, why: str):
    item, found = with_condition(condition)

    assert "enableWhen" not in item
    assert any(loss.startswith(why) for loss in found.losses)
    told = [e["valueString"] for e in found.resource["extension"] if e["url"].endswith(":loss")]
    assert tuple(told) == found.losses


def score_of(score: str) -> tuple[list[dict[str, Any]], Exported]:
    found = exported(f"{HEAD}scores:\n  - {{id: s, {score}}}\n")
    groups = [item for item in found.resource["item"] if item["linkId"] == "all.scores"]
    return (groups[0]["item"] if groups else []), found


@pytest.mark.parametrize(
    ("score", "figure"),
    [
        ("sum: [a, n], range: [0, 11]", "%p1 + %p2"),
        ("count: [a], range: [0, 1]", "iif(%p1.exists(), iif(%p1 > 0, 1, 0), {})"),
        # 0.25 a + 0.5 n, to whole numbers: hundredths, doubled, plus a hundred, by two hundred.
        (
            "weighted: {a: 0.25, n: 0.5}, range: [0, 5]",
            "(((%p1 * 25 + %p2 * 50).round()) * 2 + 100) div 200",
        ),
        (
            "mean: [a, n], range: [0, 5.5], decimals: 1",
            "((((%p1 + %p2).round()) * 20 + 2) div 4) / 10",
        ),
    ],
)
def test_a_score_is_worked_out_in_whole_numbers(score: str, figure: str):
    (item,), _ = score_of(score)

    assert expression(item, "calculatedExpression") == figure
    assert item["readOnly"] is True


@pytest.mark.parametrize(
    "score",
    [
        "maximum: [a, n], range: [0, 9]",
        "sum: [a, n], range: [0, 11], missing: {prorate: {at_most: 1}}",
    ],
)
def test_a_score_without_an_exact_expression_is_left_out_and_listed(score: str):
    items, found = score_of(score)

    assert items == []
    assert any(loss.startswith("The score s is left out:") for loss in found.losses)


def test_the_command_prints_the_resource_and_lists_what_is_lost():
    done = run("questionnaire", "export", "cows", "--format", "fhir")

    assert done.returncode == 0
    assert json.loads(done.stdout)["url"] == "urn:screening:questionnaire:cows"
    assert "Left out: findings." in done.stderr.splitlines()
    assert run("questionnaire", "export", "cows", "--format", "xml").returncode == 2


def test_the_same_definition_gives_the_same_bytes():
    text = (ROOT / "questionnaires" / "cows.yaml").read_bytes()

    one, other = (encode(write_questionnaire(load_stored("x", text)).resource) for _ in range(2))

    assert one == other
