"""Whatever a definition can say goes out in FHIR's words, or stands among the losses."""

from __future__ import annotations

import pytest

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Option,
    QuantityItem,
    RowsItem,
    ScaleItem,
    TextItem,
)
from screening.core.loading import load_stored
from screening.core.questionnaire import Page, Questionnaire
from screening.core.scalars import Definition
from screening.core.score import Score
from screening.exchange.questionnaire import write_questionnaire
from tests.exchange.visits import shipped
from tests.shipped_names import NAMES

HERE = ""  # it goes out
WORDS = "whose words these are, and how well they are tested"
BANDS = "bands and their sources"
SOURCES = "sources of items and scores"
POINTS = "points that no expression here looks at"
ITEM = {
    "id": HERE, "text": HERE, "type": HERE, "short": HERE, "hint": HERE, "rated_by": HERE,
    "enable_when": "is always asked", "when_not_asked": POINTS, "same_as": "is asked once for",
    "source": SOURCES,
}  # fmt: skip
CHOICE = ITEM | {"options": HERE, "points": HERE}
NUMBER = ITEM | {"min": HERE, "max": HERE, "points": POINTS}
TIMED = ITEM | {"precision": "FHIR takes any coarseness", "not_after": "no bound that moves"}
# Key of a definition -> a part of the sentence that says it is lost. A key that is added to one of
# these models has to be put here, and so has to go out or be told.
SAID: dict[type[Definition], dict[str, str]] = {
    Questionnaire: {
        "id": HERE, "version": HERE, "title": HERE, "about": HERE, "language": HERE,
        "rated_by": HERE, "pages": HERE, "option_sets": HERE, "uses": "is always asked",
        "short_title": "the short title", "recall": "the time that is asked about",
        "instrument": WORDS, "computed": "durations and ratios", "scores": "The score",
        "features": "the table of features", "findings": "findings",
        "summary": "lines for the summary", "cases": "worked cases",
    },
    Page: {"id": HERE, "title": HERE, "items": HERE, "layout": "which pages are grids"},
    Option: {
        "id": HERE, "text": HERE, "points": HERE, "exclusive": HERE,
        "short": "short names of answers",
    },
    ChoiceItem: CHOICE,
    ChoicesItem: CHOICE,
    IntegerItem: NUMBER,
    ScaleItem: NUMBER | {"min_text": HERE, "max_text": HERE},
    QuantityItem: NUMBER | {
        "min": "in any of its units", "max": "in any of its units", "unit": HERE, "units": HERE,
        "unit_texts": HERE, "decimals": HERE,
    },
    DateItem: TIMED,
    DateTimeItem: TIMED,
    TextItem: ITEM | {"max_length": HERE},
    RowsItem: ITEM | {"max_rows": HERE, "fields": HERE},
    Score: {
        "id": HERE, "title": HERE, "decimals": HERE, "sum": HERE, "count": HERE, "mean": HERE,
        "weighted": HERE, "leave_out": HERE, "maximum": "The score", "missing": "The score",
        "range": "ranges of scores", "bands": BANDS, "band_sets": BANDS, "source": SOURCES,
        "lines": "reference lines", "cautions": "cautions beside scores",
    },
}  # fmt: skip

# Everything that may be lost, once.
FULL = """\
id: full
version: 1.0.0
title: Full
short_title: F
rated_by: patient
recall: the last week
instrument: {wording: own, licence: own work, evidence: {grade: none}}
uses: [other.sex]
pages:
  - id: one
    title: One
    layout: grid
    items:
      - id: a
        text: A
        type: choice
        source: {none: House rule.}
        same_as: other.a
        options: [{id: x, text: Ex, short: X, points: 0}, {id: y, text: Y, points: 2}]
      - {id: n, text: N, type: integer, min: 0, max: 9, points: {0: 0, 5: 1}}
      - {id: m, text: M, type: quantity, units: {mg: mg, g: g}, min: 1, max: 500.5, decimals: 1}
      - {id: z, text: Z, type: text, enable_when: {other.sex: male}}
      - id: r
        text: R
        type: rows
        fields:
          - {id: d, text: D, type: date, precision: [day, month], not_after: visit}
          - {id: w, text: W, type: quantity, units: {kg: kg, lb: "[lb_av]"}, min: 1, max: 9}
computed:
  - {id: c, ratio: {of: n, to: n, times: 1}}
scores:
  - id: s
    maximum: [a]
    range: [0, 2]
    lines: [{at: 1, text: One}]
    cautions: [{text: Careful}]
    bands: [{from: 0, id: low}]
features:
  - {id: t, rows: [{id: u, text: U, towards: {a: x}}]}
findings:
  - {id: f, level: before_leaving, when: {a: y}}
summary: {use: [{text: A, of: [a]}]}
cases:
  - {id: k, answers: {a: x}, expect: {}}
"""


def losses(text: str) -> tuple[str, ...]:
    return write_questionnaire(load_stored("full.yaml", text.encode())).losses


@pytest.mark.parametrize("model", SAID, ids=lambda model: model.__name__)
def test_every_key_of_a_definition_goes_out_or_is_listed(model: type[Definition]) -> None:
    assert set(model.model_fields) == {
        f"{key}_" if f"{key}_" in model.model_fields else key for key in SAID[model]
    }


def test_each_loss_is_a_sentence_in_the_resource() -> None:
    told = losses(FULL)
    wanted = {part for keys in SAID.values() for part in keys.values() if part}

    assert [part for part in sorted(wanted) if not any(part in one for one in told)] == []
    # Nothing is told that no key stands for: why an answer is missing is no key of a definition.
    assert [one for one in told if not any(part in one for part in wanted)] == [
        "Why an answer is missing (declined, not assessed) cannot be given in it."
    ]


def test_the_limits_of_a_number_in_several_units_are_named_also_in_a_row() -> None:
    told = losses(FULL)

    assert "m is from 1 to 500.5 in any of its units; FHIR has a bound for one only." in told
    assert "r.w is from 1 to 9 in any of its units; FHIR has a bound for one only." in told
    assert "r.d may be as coarse as a month; FHIR takes any coarseness." in told
    assert "r.d must not lie after the visit; FHIR has no bound that moves." in told


def test_what_a_definition_does_not_say_is_no_loss() -> None:
    bare = FULL[: FULL.index("computed:")].replace("short_title: F\n", "")
    told = losses(bare.replace("    layout: grid\n", "").replace("recall: the last week\n", ""))

    absent = (
        "short title", "time that is asked", "grids", "ranges of scores", BANDS, "findings",
        "reference lines", "cautions", "durations", "table of features", "summary", "worked",
    )  # fmt: skip
    assert [one for one in told if any(part in one for part in absent)] == []


def test_points_that_a_score_told_as_an_expression_looks_at_are_no_loss() -> None:
    summed = FULL.replace("maximum: [a]", "sum: [a, n]").replace("range: [0, 2]", "range: [0, 3]")

    assert any(POINTS in one for one in losses(FULL))
    assert not any(POINTS in one for one in losses(summed))


@pytest.mark.parametrize("name", NAMES)
def test_the_limits_of_every_shipped_number_go_out_or_are_listed(name: str) -> None:
    own = shipped().questionnaires[name]
    told = " ".join(write_questionnaire(own).losses)

    for item in own.items:
        for one in (item, *getattr(item, "fields", ())):
            if isinstance(one, QuantityItem) and one.units:
                link = item.id if one is item else f"{item.id}.{one.id}"
                assert f"{link} is from " in told
