"""What a clinician stands for, in words: every point, band and finding of a file is among it."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.core.condition_sentence import rule_words
from screening.core.loading import load_stored
from screening.core.questionnaire import Questionnaire
from screening.core.stood_for import Bands, Rule, Total, Worth, stood_for

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    (*(ROOT / "questionnaires").glob("*.yaml"), *(ROOT / "tests").glob("definitions/*.yaml"))
)
NAMES = [p for p in FILES if p.name != "references.yaml" and p.stem.count(".") == 0]

TEXT = """\
id: base
version: 1.0.0
title: Base
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages:
  - id: one
    title: One
    items:
      - id: a
        text: A
        type: choice
        options: [{id: no, text: Never, points: 0}, {id: yes, text: Often, points: 2}]
      - {id: n, text: Nights, type: integer, min: 0, max: 9, points: {0: 0, 3: 1},
         enable_when: {a: yes}, when_not_asked: 0}
      - id: r
        text: Products
        type: rows
        fields:
          - {id: f, text: Form, type: choice, options: [{id: x, text: Powder}, {id: y, text: Tea}]}
scores:
  - id: base
    title: Total
    sum: [a, n]
    range: [0, 3]
    band_sets:
      - id: cut
        choose:
          - {when: {a: yes}, bands: [{from: 0, id: low}, {from: 2, id: high, text: Too high}]}
          - {otherwise: A not known, bands: [{from: 0, id: low}]}
features:
  - {id: te, rows: [{id: row, text: Powder row, towards: {r: {any_row: {f: x}}}}]}
findings:
  - id: found
    level: before_leaving
    ask_if_unknown: yes
    when:
      any:
        - {a: {missing: declined}}
        - {all: [{base: {at_least: 2, below: 3}}, {not: {n: {answered: no}}}]}
"""


@pytest.fixture(scope="module")
def base() -> Questionnaire:
    return load_stored("base.yaml", TEXT.encode())


def test_points_totals_and_bands_are_told(base: Questionnaire) -> None:
    found = stood_for(base)

    assert found.worths == (
        Worth("A", (("Never", "0"), ("Often", "2"))),
        Worth("Nights", (("from 0 on", "0"), ("from 3 on", "1"), ("not asked", "0"))),
    )
    assert found.totals == (
        Total(
            "Total",
            "sum of 2 items (“A”, “Nights”), 0 to 3; with anything missing there is no value",
        ),
    )
    assert found.bands == (
        Bands("Total, cut: “A” is “Often”", "house", (("0", "low"), ("2", "Too high"))),
        Bands("Total, cut: A not known", "house", (("0", "low"),)),
    )


FIGURES = (
    TEXT[: TEXT.index("scores:")]
    .replace("id: r\n", "id: d\n")
    .replace(
        TEXT[TEXT.index("        text: Products") : TEXT.index("scores:")],
        "        text: Last dose\n        type: date_time\n        precision: [minute, day]\n",
    )
    + """\
computed:
  - {id: since, text: Since the last dose, between: {from: d, to: visit, unit: h}}
  - {id: share, ratio: {of: n, to: other.nights, times: 100}, decimals: 1}
scores:
  - id: w
    weighted: {a: 0.4, n: 0.25}
    leave_out: {items: [n], when: {a: no}}
    range: [0, 1.1]
    decimals: 2
  - {id: m, mean: [a, n], range: [0, 2], missing: {prorate: {at_most: 1}}}
"""
)


def test_how_a_figure_is_made_is_told_with_its_weights_and_what_it_leaves_out() -> None:
    found = stood_for(load_stored("base.yaml", FIGURES.encode()))

    assert [(total.label, total.made) for total in found.totals] == [
        ("Since the last dose", "hours from “Last dose” to the visit, rounded down"),
        (
            "share",
            "“Nights” ÷ other.nights × 100; rounded half up to 1 digit after the point",
        ),
        (
            "w",
            "weighted sum of 2 items (“A” × 0.4, “Nights” × 0.25), 0 to 1.1; rounded half up to "
            "2 digits after the point; without “Nights” where “A” is “Never”; "
            "with anything missing there is no value",
        ),
        (
            "m",
            "mean of 2 items (“A”, “Nights”), 0 to 2; rounded half up to a whole number; "
            "scaled up where at most 1 are missing",
        ),
    ]


def test_findings_and_rows_are_told_as_rules(base: Questionnaire) -> None:
    found = stood_for(base)

    assert found.rules == (
        Rule(
            "found",
            "before_leaving",
            "“A” has no answer (chose not to answer) or (“Total” is at least 2 and is below 3 and "
            "not (“Nights” is not answered))",
            "quiet",
            True,
        ),
    )
    (row,) = found.rows
    assert (row.label, row.away) == ("Powder row", "")
    assert row.towards == "“Products” has a row in which “Form” is “Powder”"


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.stem)
def test_nothing_of_a_real_file_is_left_out(path: Path) -> None:
    questionnaire = load_stored(path.name, path.read_bytes())

    found = stood_for(questionnaire)

    bands = [b for figure in questionnaire.figures for s in figure.sets for b in s.branches()]
    assert [len(one.edges) for one in found.bands] == [len(one) for one in bands]
    assert len(found.totals) == len(questionnaire.figures)
    scores = zip(questionnaire.scores, found.totals[len(questionnaire.computed) :], strict=True)
    for score, total in scores:
        assert all(f"“{questionnaire.item(i).label}”" in total.made for i in score.items)
    assert len(found.rules) == len(questionnaire.findings)
    assert len(found.rows) == sum(len(table.rows) for table in questionnaire.features)
    for finding in questionnaire.findings:
        told = rule_words(questionnaire, finding.when)
        assert told.startswith(("“", "(", "not", *questionnaire.uses))
