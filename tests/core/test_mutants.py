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
