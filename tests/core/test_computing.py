"""Computed values: bands they lie in, ratios of ratios, and what they can come to at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.core.bounds import computed_beside, computed_bounds
from screening.core.condition import ItemTest
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.findings import value_words
from screening.core.loading import load_questionnaire
from screening.core.logic import holds_in
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.result_json import definition_json, result_json
from tests.definition_rows import load
from tests.plain_scorer import half_up

HEAD = """\
id: made
version: 1.0.0
title: Made
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages:
  - id: page
    title: Page
    items:
"""
VISIT = read_moment("2026-11-18T12:00")


def made(items: str, computed: str) -> Questionnaire:
    text = HEAD + items + "computed:\n" + computed
    return load_questionnaire("made.yaml", text.encode(), cases=False)


def of_two(low: int, high: int, least: int, most: int, decimals: int, times: int) -> Questionnaire:
    return made(
        f"      - {{id: a, text: A, type: integer, min: {low}, max: {high}}}\n"
        f"      - {{id: b, text: B, type: integer, min: {least}, max: {most}}}\n",
        f"  - {{id: r, ratio: {{of: a, to: b, times: {times}}}, decimals: {decimals}}}\n",
    )


@given(
    st.integers(0, 4), st.integers(1, 6), st.integers(0, 3), st.integers(1, 6),
    st.integers(0, 2), st.sampled_from([1, 100]), st.integers(0, 400),
)  # fmt: skip
def test_ends_and_neighbours_of_a_ratio_are_those_of_all_its_pairs(
    low: int, more: int, least: int, most: int, decimals: int, times: int, edge: int
) -> None:
    questionnaire = of_two(low, low + more, least, least + most, decimals, times)
    (ratio,) = questionnaire.computed
    pairs = product(range(low, low + more + 1), range(least, least + most + 1))
    values = sorted({half_up(Fraction(a * times, b), decimals) for a, b in pairs if b})

    found = computed_bounds(questionnaire, ratio)
    beside = computed_beside(questionnaire, ratio, Decimal(edge) / 10)

    assert found == (values[0], values[-1])
    under = [value for value in values if value < Fraction(edge, 10)][-1:]
    over = [value for value in values if value >= Fraction(edge, 10)][:1]
    assert [Fraction(value) for value in beside] == [*under, *over]


@given(st.integers(0, 500), st.integers(10, 99), st.integers(1, 500), st.integers(10, 99))
def test_a_ratio_of_ratios_is_rounded_once(alt: int, alt_top: int, alp: int, alp_top: int) -> None:
    answers = {"alt": alt, "alt_limit": alt_top, "alp": alp, "alp_limit": alp_top}
    document = {name: str(value) for name, value in answers.items()}
    questionnaire = load("ratio_of_ratios")

    found = Evaluation(questionnaire, read_document(questionnaire, document)).computed("pattern")

    assert found.value is not None
    assert Fraction(found.value) == half_up(Fraction(alt, alt_top) / Fraction(alp, alp_top), 1)


def weeks() -> Questionnaire:
    """A duration in bands, from a date that may be coarse."""
    return made(
        "      - {id: start, text: Start, type: date, precision: [day, year], not_after: visit}\n",
        "  - id: since\n    between: {from: start, to: visit, unit: wk}\n"
        "    bands: [{from: 0, id: new}, {from: 4, id: some}, {from: 26, id: old}]\n",
    )


@pytest.mark.parametrize(
    ("start", "sure", "possible"),
    [
        ("2026-11-01", ["new"], ["new"]),  # 2 weeks
        ("2026-10-21", ["some"], ["some"]),  # 4 weeks to the day
        ("2026-10", [], ["new", "some"]),  # 2 to 6 weeks
        ("2026-05", [], ["some", "old"]),  # 24 to 28 weeks
        ("2026", [], ["new", "some", "old"]),
        ("2019", ["old"], ["old"]),
    ],
)
def test_a_coarse_date_leaves_open_the_bands_its_span_reaches(
    start: str, sure: list[str], possible: list[str]
) -> None:
    questionnaire = weeks()
    evaluation = Evaluation(questionnaire, read_document(questionnaire, {"start": start}), VISIT)

    found = evaluation.computed("since")

    assert [hit.band_id for hit in found.bands] == sure
    assert [hit.band_id for hit in found.bands_possible] == possible
    for band in ("new", "some", "old"):
        test = ItemTest.model_validate({"since": {"band": (band,)}})
        assert holds_in(test, evaluation) is (band in possible)
        assert holds_in(test, evaluation, negated=True) is (possible != [band])


def since(start: str, visit: str, *, unit: str, bounded: str = "") -> str:
    """The duration from a moment to the visit, as it is printed."""
    questionnaire = made(
        f"      - {{id: start, text: Start, type: date_time, precision: [minute, day]{bounded}}}\n",
        f"  - {{id: since, between: {{from: start, to: visit, unit: {unit}}}}}\n",
    )
    evaluation = Evaluation(
        questionnaire, read_document(questionnaire, {"start": start}), read_moment(visit)
    )
    return value_words(evaluation, "since")


@pytest.mark.parametrize("bounded", ["", ", not_after: visit"])
@pytest.mark.parametrize(
    ("start", "visit", "unit", "told"),
    [
        ("2026-11-18T09:20", "2026-11-18T09:30", "h", "0 h"),
        ("2026-11-18T09:40", "2026-11-18T09:30", "h", "0 h"),  # taken in the waiting room
        ("2026-11-18T11:30", "2026-11-18T09:30", "h", "0 h"),
        ("2026-11-18T11:31", "2026-11-18T09:30", "h", "cannot be told"),
        ("2026-12-15T08:00", "2026-11-18T09:30", "h", "cannot be told"),
        ("2026-12-15T08:00", "2026-11-18T09:30", "d", "cannot be told"),
        ("2026-12-15", "2026-11-18T09:30", "wk", "cannot be told"),
        ("2026-11-18", "2026-11-18T09:30", "h", "0–9 h"),  # the rest of the day is to come
        ("2026-11-19", "2026-11-18T23:50", "d", "0 days"),  # the form ran past midnight
        ("2026-11-19", "2026-11-18T20:00", "d", "cannot be told"),
    ],
)
def test_what_comes_after_the_start_of_the_visit_is_no_negative_time_ago(
    start: str, visit: str, unit: str, told: str, bounded: str
) -> None:
    assert since(start, visit, unit=unit, bounded=bounded) == told


def test_two_dates_the_other_way_round_are_told_without_a_minus() -> None:
    def told(start: str, end: str) -> str:
        questionnaire = made(
            "      - {id: a, text: A, type: date, precision: [day, month]}\n"
            "      - {id: b, text: B, type: date, precision: [day, month]}\n",
            "  - {id: lag, between: {from: a, to: b, unit: mo}}\n",
        )
        answers = read_document(questionnaire, {"a": start, "b": end})
        return value_words(Evaluation(questionnaire, answers, VISIT), "lag")

    assert told("2026-01-10", "2026-03-10") == "2 months"
    assert told("2026-03-10", "2026-01-10") == "the other way round, by up to 2 months"
    assert told("2026-03", "2026-03") == "0 months, or the other way round"


def test_an_unknown_value_lies_in_no_band_and_its_band_cannot_be_told() -> None:
    evaluation = Evaluation(weeks(), {}, VISIT)
    test = ItemTest.model_validate({"since": {"band": ("new",)}})

    assert evaluation.computed("since").bands_possible == ()
    assert holds_in(test, evaluation) is None


def test_bands_of_a_computed_value_are_printed_and_others_are_as_they_were() -> None:
    banded, plain = load("bands_on_computed"), load("ratio")
    answers: dict[str, Any] = {"grasped": "60", "removed": "7"}

    (shown,) = definition_json(banded)["computed"]
    (told,) = result_json(Evaluation(banded, read_document(banded, answers)))["computed"]
    (share, _) = result_json(Evaluation(plain, read_document(plain, answers)))["computed"]

    assert [band["id"] for band in shown["bands"]] == ["negative", "positive"]
    assert [band["id"] for band in told["bands"]] == ["positive"]
    assert set(share) == {"id", "value", "low", "high", "unit"}
    assert "computed" not in definition_json(plain)
