"""What follows from answers, by feature of the language, with figures worked by hand."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.core.answers import Answer, Missing
from screening.core.condition import AllOf, AnyOf, ItemTest, NotOf
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.facts import Computed
from screening.core.logic import holds, holds_in
from screening.core.moments import read_moment
from screening.core.result_json import dump, result_json
from screening.core.rounding import round_half_up
from tests.plain_scorer import half_up
from tests.shipped_names import NAMES
from tests.strategies import documents

VISIT = read_moment("2026-11-19T09:30")
ROUNDS = int(os.environ.get("SCREENING_TEST_ROUNDS", "60"))
SOME = settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def evaluated(questionnaire, document, visit=VISIT):
    return Evaluation(questionnaire, read_document(questionnaire, document, visit=visit), visit)


def score_of(questionnaire, document, code):
    return evaluated(questionnaire, document).score(code)


def codes(evaluation, state="raised"):
    return {f.code for f in evaluation.result.findings if f.state == state}


def test_points_from_a_number_change_exactly_at_each_edge(tiny):
    rest = {"signs": ["none"], "level": "calm"}
    edges = {"20": 0, "80": 0, "81": 1, "100": 1, "101": 2, "120": 2, "121": 4, "250": 4}

    got = {
        pulse: score_of(tiny("points_from_numbers"), {**rest, "pulse": pulse}, "total").value
        for pulse in edges
    }

    assert got == edges


def test_a_branch_is_chosen_by_an_answer_and_otherwise_serves_with_its_reason(tiny):
    drinks = {"frequency": "s1", "quantity": "s1", "binge": "s1"}

    man = score_of(tiny("audit_c"), {**drinks, "sex": "male"}, "audit_c")
    unknown = score_of(tiny("audit_c"), drinks, "audit_c")

    assert [(hit.band_id, hit.reason) for hit in man.bands] == [("negative", None)]
    assert [(hit.band_id, hit.reason) for hit in unknown.bands] == [("positive", "Sex not known")]
    assert unknown.bands_possible == unknown.bands
    assert unknown.value == 3


def test_a_band_still_possible_is_told_in_the_words_of_its_own_branch(shipped):
    drinks = {"frequency": "few_weekly", "quantity": "one_two", "binge": {"missing": "declined"}}

    woman = score_of(shipped("audit_c"), {**drinks, "sex": "female"}, "audit_c")
    unknown = score_of(shipped("audit_c"), drinks, "audit_c")

    assert [hit.text for hit in woman.bands_possible] == ["3 or more"]
    assert [hit.text for hit in unknown.bands_possible] == ["Below 4", "4 or more", "3 or more"]


def test_a_legitimate_skip_has_points_and_stands_in_the_trace(tiny):
    seen = score_of(tiny("audit_c"), {"sex": "male", "frequency": "s0", "binge": "s4"}, "audit_c")

    assert seen.value == 0
    assert [(line.item_id, line.points) for line in seen.trace] == [
        ("frequency", 0), ("quantity", 0), ("binge", 0),
    ]  # fmt: skip
    assert seen.trace[2].answer == Missing("binge", "not_asked")


def test_an_open_gate_moves_all_that_hang_on_it_together(tiny):
    seen = score_of(tiny("audit_c"), {"quantity": "s2", "binge": "s2", "sex": "male"}, "audit_c")

    # Never drinks: 0. Else 1 to 4 with the kept answers 2 and 2: 5 to 8. Nothing comes to 1 to 4.
    assert (seen.value, seen.low, seen.high) == (None, 0, 8)
    assert [hit.band_id for hit in seen.bands_possible] == ["negative", "positive"]
    assert [one.reason for one in seen.missing] == ["not_recorded"] * 3


def test_items_are_left_out_of_a_count_and_nothing_is_counted_while_that_is_open(tiny):
    items = [item.id for item in tiny("kud").items if item.id != "supervised"]
    yes = dict.fromkeys(items, "yes")

    alone = score_of(tiny("kud"), {**yes, "supervised": "no"}, "kud")
    under = score_of(tiny("kud"), {**yes, "supervised": "yes"}, "kud")
    unknown = score_of(tiny("kud"), yes, "kud")

    assert (alone.value, under.value, unknown.value) == (11, 9, None)
    assert (unknown.low, unknown.high) == (9, 11)
    assert [one.item_id for one in unknown.missing] == ["supervised"]


def test_prorating_scales_up_and_still_lists_what_is_missing(tiny):
    answers = {f"q{n}": "s2" for n in range(1, 9)} | {"q9": {"missing": "declined"}}

    seen = score_of(tiny("ldq"), answers, "ldq")

    assert (seen.value, seen.prorated) == (20, True)  # 16 of 8 items: mean 2, times 10
    assert [(m.item_id, m.reason) for m in seen.missing] == [
        ("q9", "declined"), ("q10", "not_recorded"),
    ]  # fmt: skip
    assert (seen.low, seen.high) == (16, 22)


def test_a_weighted_sum_is_rounded_once_at_the_end_and_half_up(tiny):
    seen = score_of(
        tiny("salt"), {"vertex": "17", "right": "100", "left": "0", "posterior": "0"}, "salt"
    )
    half = score_of(
        tiny("salt"), {"vertex": "0.1", "right": "0", "left": "0", "posterior": "0.1"}, "salt"
    )

    assert seen.value == Decimal("24.8")  # 6.8 + 18
    assert [str(line.running) for line in seen.trace] == ["6.80", "24.80", "24.80", "24.80"]
    assert half.value == Decimal("0.1")  # 0.04 + 0.024 = 0.064
    assert {hit.set_id: hit.band_id for hit in seen.bands} == {
        "classes": "S1", "severity": "moderate",
    }  # fmt: skip


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_takes_the_nearest_and_a_half_goes_up(value, decimals):
    assert Fraction(round_half_up(value, decimals)) == half_up(value, decimals)


def test_a_chain_of_skips_is_complete(tiny):
    seen = score_of(tiny("gates"), {"first": "no"}, "chain")

    assert (seen.value, seen.missing) == (0, ())


def test_an_answer_that_is_hidden_stops_counting_and_counts_again_when_asked_again(tiny):
    hidden = {"first": "no", "second": "yes", "third": "yes"}

    assert score_of(tiny("gates"), hidden, "chain").value == 0
    assert score_of(tiny("gates"), {**hidden, "first": "yes"}, "chain").value == 3
    assert codes(evaluated(tiny("gates"), hidden)) == set()


def test_rows_raise_a_finding_with_the_row_as_its_reason(tiny):
    rows = [{"form": "leaf", "times": "9"}, {"form": "strong", "times": "4"}]

    found = evaluated(tiny("rows_any"), {"products": rows}).result.findings

    assert [f.code for f in found] == ["strong", "strong_often"]
    assert all("Strong" in f.because and "Leaf" not in f.because for f in found)


def test_a_finding_that_cannot_be_told_is_asked_in_person(tiny):
    assert codes(evaluated(tiny("rows_any"), {}), "ask") == {"strong_often"}
    assert codes(evaluated(tiny("uses_other"), {}), "ask") == {"fast"}


@pytest.mark.parametrize(
    ("answers", "raised", "asked"),
    [
        ({"shaking": "much", "sweating": "much"}, {"very_high", "not_low"}, set()),  # 10 to 15
        ({"shaking": "much", "sweating": "some"}, {"not_low"}, set()),  # 7 to 12
        ({"shaking": "some", "sweating": "none"}, set(), {"not_low"}),  # 2 to 7
        ({"shaking": "none", "sweating": "none"}, {"quite_low"}, {"not_low"}),  # 0 to 5
        ({}, set(), {"not_low"}),
    ],
)
def test_a_finding_on_a_score_waits_only_while_missing_answers_can_change_it(
    tiny, answers, raised, asked
):
    found = evaluated(tiny("finding_from_score"), answers)

    assert (codes(found), codes(found, "ask")) == (raised, asked)


def test_what_an_incomplete_score_raises_says_what_is_still_possible(tiny):
    found = evaluated(tiny("finding_from_score"), {"shaking": "much", "sweating": "much"})
    unknown = evaluated(tiny("finding_from_score"), {})

    (very_high, _) = found.result.findings
    (asked,) = unknown.result.findings
    assert very_high.because == "“Signs together” is “10–15 of 15 (incomplete)”"
    assert asked.because == "“Signs together” is “not scored”"


def test_a_band_without_a_branch_for_the_answers_is_neither_met_nor_denied(tiny):
    """Of a score whose bands hang on an answer, a missing answer is not a no."""
    whole = tiny("audit_c")
    (score,) = whole.scores
    (cut,) = score.band_sets
    narrow = cut.changed(choose=cut.choose[:2])
    narrow = score.changed(band_sets=(narrow,))
    questionnaire = whole.changed(scores=(narrow,))
    negative = ItemTest.model_validate({"audit_c": {"band": ("negative",)}})
    positive = ItemTest.model_validate({"audit_c": {"band": ("positive",)}})
    drinks = {"frequency": "s1", "quantity": "s1", "binge": "s1"}

    unknown = evaluated(questionnaire, drinks)
    man = evaluated(questionnaire, {**drinks, "sex": "male"})

    assert (unknown.score("audit_c").value, unknown.score("audit_c").bands) == (3, ())
    assert [holds_in(test, unknown) for test in (negative, positive)] == [None, None]
    assert [holds_in(test, man) for test in (negative, positive)] == [True, False]


def test_a_span_meets_a_limit_and_its_opposite_at_different_moments(tiny):
    coarse = evaluated(tiny("durations"), {"last_use": "2026-11-18"})
    early = evaluated(tiny("durations"), {"last_use": "2026-11-17"})
    without_visit = evaluated(tiny("durations"), {"last_use": "2026-11-17"}, visit=None)

    assert codes(coarse) == {"recent", "not_recent"}
    assert codes(early) == {"not_recent"}
    assert codes(without_visit) == set()
    assert all(f.because for f in coarse.result.findings)


@pytest.mark.parametrize("low", range(4))
@pytest.mark.parametrize("width", range(4))
def test_a_condition_over_a_span_holds_when_some_moment_meets_it(low, width):
    span = Computed("x", Decimal(low), Decimal(low + width), "d")
    moments = range(low, low + width + 1)
    for word, meets in {
        "at_least": lambda n: n >= 2, "at_most": lambda n: n <= 2,
        "above": lambda n: n > 2, "below": lambda n: n < 2,
    }.items():  # fmt: skip
        test = ItemTest.model_validate({"x": {word: "2"}})
        assert holds(test, lambda _: span) is any(meets(n) for n in moments)
        assert holds(NotOf(not_=test), lambda _: span) is any(not meets(n) for n in moments)
        twice = NotOf(not_=NotOf(not_=test))
        assert holds(twice, lambda _: span) is any(meets(n) for n in moments)


LEAVES = tuple(ItemTest.model_validate({name: "yes"}) for name in "abc")
TREES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(lambda one: NotOf(not_=one)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(any=tuple(parts))),
    ),
    max_leaves=6,
)


def classical(condition, values):
    match condition:
        case AllOf(all=parts):
            return all(classical(part, values) for part in parts)
        case AnyOf(any=parts):
            return any(classical(part, values) for part in parts)
        case NotOf(not_=inner):
            return not classical(inner, values)
    return values[condition.ref] == "yes"


@given(TREES, st.tuples(*[st.sampled_from(["yes", "no", None])] * 3))
def test_what_is_told_with_answers_missing_is_told_alike_by_every_completion(condition, given):
    known = dict(zip("abc", given, strict=True))
    ways = [[value] if value else ["yes", "no"] for value in known.values()]
    full = {classical(condition, dict(zip("abc", way, strict=True))) for way in product(*ways)}

    def look(ref):
        value = known[ref]
        return Answer(ref, value) if value else Missing(ref, "declined")

    told = holds(condition, look)

    assert told is None or full == {told}
    if None not in given:
        assert {told} == full
    opposite = holds(condition, look, negated=True)
    assert opposite is (None if told is None else not told)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_answering_does_not_matter_and_totals_stay_in_range(shipped, name):
    questionnaire = shipped(name)

    @SOME
    @given(documents(questionnaire), st.randoms(use_true_random=False))
    def check(document, random):
        keys = list(document)
        random.shuffle(keys)
        result = evaluated(questionnaire, document).result
        again = evaluated(questionnaire, {key: document[key] for key in keys}).result

        assert again == result
        for seen in result.scores:
            assert seen.range[0] <= seen.low <= seen.high <= seen.range[1]
            assert seen.value is None or seen.low <= seen.value <= seen.high
            assert seen.prorated or (seen.value is None) == bool(seen.missing)
            assert set(seen.bands) <= set(seen.bands_possible)

    check()


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_is_not_asked_for_changes_nothing(shipped, name):
    questionnaire = shipped(name)

    @SOME
    @given(documents(questionnaire))
    def check(document):
        before = evaluated(questionnaire, document)
        hidden = {i.id for i in questionnaire.items if before.enabled(i.id) is False}
        shown = {key: value for key, value in document.items() if key not in hidden}

        assert evaluated(questionnaire, shown).result == before.result

    check()


@pytest.mark.parametrize("name", NAMES)
def test_results_are_json_without_exponents_or_nan(shipped, name):
    text = dump(result_json(evaluated(shipped(name), {})))
    numbers: list[str] = []
    json.loads(
        text, parse_float=lambda n: numbers.append(n), parse_int=lambda n: numbers.append(n),
        parse_constant=lambda n: pytest.fail(n),
    )  # fmt: skip

    assert not any("e" in number.lower() for number in numbers)
