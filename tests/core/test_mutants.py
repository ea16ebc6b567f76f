"""Deliberate mistakes: made one at a time, and noticed by the cases or named."""

from __future__ import annotations

import pytest

from screening.core.loading import load_questionnaire
from screening.core.mutants import mutants, run_mutants
from screening.core.questionnaire import Questionnaire

TEXT = """
id: tiny
version: 1.0.0
title: Tiny
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets:
  how_much: [{id: none, text: None, points: 0}, {id: some, text: Some, points: 1},
             {id: much, text: Much, points: 3}]
pages:
  - id: page
    title: Page
    items:
      - {id: one, text: One, type: choice, options: how_much}
      - {id: two, text: Two, type: choice, options: how_much}
scores:
  - {id: tiny, sum: [one, two], range: [0, 6], bands: [{from: 0, id: low}, {from: 4, id: high}]}
findings:
  - {id: both, level: now, when: {all: [{one: much}, {two: much}]}}
cases:
"""
STRONG = """
  - {id: zero, answers: {one: none, two: none}, expect: {scores: {tiny: {value: 0}}, findings: []}}
  - {id: three, answers: {one: much, two: none},
     expect: {scores: {tiny: {value: 3, band: low}}, findings: []}}
  - {id: three_too, answers: {one: none, two: much},
     expect: {scores: {tiny: {value: 3}}, findings: []}}
  - {id: four, answers: {one: some, two: much}, expect: {scores: {tiny: {value: 4, band: high}}}}
  - {id: four_too, answers: {one: much, two: some}, expect: {scores: {tiny: {value: 4}}}}
  - {id: six, answers: {one: much, two: much},
     expect: {scores: {tiny: {value: 6, band: high}}, findings: {both: now}}}
  - {id: open, answers: {one: much},
     expect: {scores: {tiny: {incomplete: two, possible: [3, 6]}}, findings: []}}
"""
WEAK = """
  - {id: three, answers: {one: much, two: none}, expect: {scores: {tiny: {value: 3, band: low}}}}
  - {id: four, answers: {one: some, two: much}, expect: {scores: {tiny: {value: 4, band: high}}}}
"""


def tiny(cases: str) -> Questionnaire:
    return load_questionnaire("tiny.yaml", (TEXT + cases).encode())


def test_cases_that_prove_everything_leave_no_mistake_unnoticed() -> None:
    run = run_mutants(tiny(STRONG))

    assert run.tried > 15
    assert [mutant.what for mutant in run.unnoticed] == []


@pytest.mark.parametrize(
    "kind", ["finding_dropped", "level_lowered", "condition_negated", "missing_rule"]
)
def test_a_mistake_that_no_case_looks_at_is_named(kind: str) -> None:
    run = run_mutants(tiny(WEAK))

    assert kind in {mutant.kind for mutant in run.unnoticed}


def test_every_kind_of_mistake_changes_the_definition() -> None:
    sound = tiny(STRONG)

    made = list(mutants(sound))

    assert {mutant.kind for mutant in made} >= {
        "points_swapped",
        "item_reversed",
        "item_dropped",
        "band_edge_moved",
        "missing_rule",
        "finding_dropped",
        "level_lowered",
        "condition_negated",
    }
    assert all(mutant.questionnaire != sound for mutant in made)
    assert sound == tiny(STRONG)


FIGURES = """
id: tiny
version: 1.0.0
title: Tiny
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages:
  - id: page
    title: Page
    items:
      - {id: of, text: Of, type: integer, min: 0, max: 20}
      - {id: to, text: To, type: integer, min: 1, max: 20}
      - {id: start, text: Start, type: date, precision: [day], not_after: visit}
      - id: things
        text: Things
        type: rows
        fields: [{id: times, text: Times, type: integer, min: 0, max: 9}]
computed:
  - id: share
    ratio: {of: of, to: to, times: 100}
    bands: [{from: 0, id: low}, {from: 50, id: high}]
  - {id: since, between: {from: start, to: visit, unit: wk}}
features:
  - id: table
    rows:
      - id: row
        towards: {since: {at_least: 4}}
        away: {things: {any_row: {times: {above: 3}}}}
findings:
  - {id: unknown, level: note, when: {start: {missing: declined}}}
cases:
  - id: nothing
    answers: {of: 5, to: 10}
    expect: {computed: {share: {value: 50, band: high}}, findings: []}
  - id: below
    answers: {of: 9, to: 19}
    expect: {computed: {share: {value: 47, band: low}}}
"""
SEEN = """
  - id: whole
    visit: 2026-11-18
    answers: {start: 2026-10-21, things: [{times: 3}]}
    expect: {computed: {since: {value: 4}}, features: {table: {row: towards}}, findings: []}
  - id: other_side
    visit: 2026-11-18
    answers: {start: 2026-10-22, things: [{times: 4}]}
    expect: {computed: {since: {value: 3}}, features: {table: {row: away}}}
  - id: neither
    visit: 2026-11-18
    answers: {start: 2026-10-22, things: [{times: 3}]}
    expect: {features: {table: {row: neither}}}
  - id: both_sides
    visit: 2026-11-18
    answers: {start: 2026-10-14, things: [{times: 5}]}
    expect: {features: {table: {row: neither}}}
  - {id: declined, answers: {start: {missing: declined}}, expect: {findings: {unknown: note}}}
"""


def figures(cases: str) -> Questionnaire:
    return load_questionnaire("tiny.yaml", (FIGURES + cases).encode())


def test_mistakes_in_durations_ratios_bands_tables_and_rows_are_made_and_noticed() -> None:
    kinds = {mutant.kind for mutant in mutants(figures(SEEN))}

    assert kinds >= {
        "ends_swapped", "unit_changed", "factor_changed", "band_edge_moved", "row_turned",
        "side_dropped", "limit_moved",
    }  # fmt: skip
    assert [mutant.what for mutant in run_mutants(figures(SEEN)).unnoticed] == []


@pytest.mark.parametrize("kind", ["unit_changed", "row_turned", "side_dropped", "limit_moved"])
def test_a_mistake_in_a_figure_that_no_case_looks_at_is_named(kind: str) -> None:
    assert kind in {mutant.kind for mutant in run_mutants(figures("")).unnoticed}


def test_an_edge_moves_as_far_as_a_value_that_answers_lead_to() -> None:
    moved = [m.what for m in mutants(figures(SEEN)) if m.kind == "band_edge_moved"]

    # Between 47 (9 of 19) and 50 no two whole numbers up to 20 have their share.
    assert moved == ["high of share begins at 51", "high of share begins at 47"]


def test_a_finding_that_can_always_be_told_is_not_asked_to_ask() -> None:
    assert [m for m in mutants(figures(SEEN)) if m.kind == "ask_changed"] == []
