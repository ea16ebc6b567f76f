"""What an incomplete score may still become, against every completion tried one by one."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from screening.core.condition import ItemTest
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.logic import holds_in
from screening.core.option_sets import resolve_options
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import Mapping, Sequence, read_tree
from tests.plain_scorer import Plain
from tests.strategies import small_definitions

ROUNDS = int(os.environ.get("SCREENING_TEST_ROUNDS", "120"))
MANY = settings(
    max_examples=ROUNDS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def as_yaml(value: Any) -> str:
    """Flow style, which YAML and JSON share but for the quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_yaml(part) for part in value) + "]"
    return str(value)


def built(definition: dict[str, Any]) -> Questionnaire:
    """The models of a definition, without the checks of meaning (its range is made up)."""
    tree, faults = read_tree(as_yaml(definition).encode())
    assert not faults
    model, unknown = resolve_options(Questionnaire.model_validate(tree))
    assert not unknown
    return model


@st.composite
def partly_answered(draw: st.DrawFn, plain: Plain) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for name, item in plain.items.items():
        if draw(st.booleans()):
            answers[name] = draw(st.sampled_from(plain.every_answer(item)))
        elif draw(st.booleans()):
            answers[name] = {"missing": "declined"}
    return answers


@MANY
@given(small_definitions(), st.data())
def test_value_range_and_bands_are_those_of_all_completions(definition, data):
    plain, questionnaire = Plain(definition), built(definition)
    answers = data.draw(partly_answered(plain))
    values, bands = plain.outlook(answers, "s")
    assume(values)  # else the score can never be had, and nothing is promised

    (seen,) = Evaluation(questionnaire, read_document(questionnaire, answers)).result.scores

    value = plain.value(answers, "s")
    assert seen.value == value
    assert {hit.item_id for hit in seen.missing} >= {m for m in plain.missing(answers, "s") if m}
    if value is not None:
        now = plain.bands(answers, "s", value)
        assert {(hit.set_id, hit.band_id) for hit in seen.bands} == now
    assert (Fraction(seen.low), Fraction(seen.high)) == (min(values), max(values))
    if value is None or seen.missing:
        assert {(hit.set_id, hit.band_id) for hit in seen.bands_possible} == bands


@MANY
@given(small_definitions(), st.data())
def test_an_item_is_told_as_asked_only_when_every_completion_asks_it(definition, data):
    plain, questionnaire = Plain(definition), built(definition)
    answers = data.draw(partly_answered(plain))

    evaluation = Evaluation(questionnaire, read_document(questionnaire, answers))

    for name in plain.items:
        assert evaluation.enabled(name) == plain.asked(answers, name)
        told = evaluation.enabled(name)
        if told is not None:
            # Completions in which a gate is not asked stay open: they cannot contradict.
            assert {plain.asked(full, name) for full in plain.completions(answers)} <= {told, None}


@st.composite
def score_tests(draw: st.DrawFn) -> dict[str, Any]:
    """A test of the score `s`: one limit, a window, or some bands."""
    limit = st.integers(-2, 8).map(str)
    words = st.sampled_from(["at_least", "at_most", "above", "below"])
    limits = st.dictionaries(words, limit, min_size=1, max_size=2)
    bands = st.lists(st.sampled_from(["b0", "b1", "b2", "b3"]), min_size=1, unique=True)
    return {"s": draw(st.one_of(limits, bands.map(lambda names: {"band": tuple(names)})))}


def meets(plain: Plain, full: dict[str, Any], test: dict[str, Any]) -> bool:
    """Whether a complete answer set meets a test of the score `s`."""
    value = plain.value(full, "s")
    assert value is not None
    if "band" in test:
        return any(band in test["band"] for _, band in plain.bands(full, "s", value))
    return plain.score_truth(full, "s", test) is True


@MANY
@given(small_definitions(), score_tests(), st.data())
def test_an_incomplete_score_is_told_in_conditions_only_as_every_completion_tells_it(
    definition, condition, data
):
    plain, questionnaire = Plain(definition), built(definition)
    answers = data.draw(partly_answered(plain))
    assume(plain.value(answers, "s") is None)
    every = (full for full in plain.completions(answers) if not plain.missing(full, "s"))
    complete = [full for full in every if plain.value(full, "s") is not None]
    assume(complete)
    test = condition["s"]
    banded = {"bands", "band_sets"} & set(definition["scores"][0])
    assume("band" not in test or banded)  # the loader refuses a band that is not there
    truths = {meets(plain, full, test) for full in complete}
    evaluation = Evaluation(questionnaire, read_document(questionnaire, answers))

    told = holds_in(ItemTest.model_validate(condition), evaluation)
    opposite = holds_in(ItemTest.model_validate(condition), evaluation, negated=True)

    assert opposite is (None if told is None else not told)
    if told is not None:
        assert truths == {told}
    elif "band" not in test and len(test) == 1:
        assert truths == {True, False}  # of a single limit nothing is left untold


def test_the_loader_accepts_the_range_that_brute_force_finds():
    definition = {
        "id": "small", "version": "1.0.0", "title": "Small", "rated_by": "patient",
        "instrument": {"wording": "own", "licence": "own work", "evidence": {"grade": "none"}},
        "pages": [{"id": "p", "title": "Page", "items": [
            {"id": "a", "text": "A", "type": "integer", "min": "0", "max": "3"},
            {"id": "b", "text": "B", "type": "integer", "min": "1", "max": "4",
             "enable_when": {"a": {"above": "1"}}, "when_not_asked": "0"},
        ]}],
        "scores": [{"id": "s", "sum": ["a", "b"], "range": ["0", "0"]}],
    }  # fmt: skip

    values, _ = Plain(definition).outlook({}, "s")
    (seen,) = Evaluation(built(definition), {}).result.scores

    # 0 and 1 leave b out; 2 and 3 bring 1 to 4 more: nothing comes to 2.
    assert values == {Fraction(n) for n in (0, 1, 3, 4, 5, 6, 7)}
    assert (seen.low, seen.high) == (0, 7)


def test_yaml_trees_are_tuples_and_dictionaries():
    tree, _ = read_tree(b"{a: [1, 2]}")

    assert isinstance(tree, Mapping)
    assert isinstance(tree["a"], Sequence)
