"""The dossier's tables: its worked cases come out of them, and the files offer what they know."""

from __future__ import annotations

from typing import Any

import pytest

from bench.campaigns.scorer import library
from screening.core.item import ChoiceItem, IntegerItem, QuantityItem
from tests.dossier_documents import items_of
from tests.dossier_scorer import expect
from tests.dossier_tables import EITHER, PATIENT, TABLES, Choice
from tests.golden.worked_cases import ROWS, Row

KNOWN = [row for row in ROWS if row.target.questionnaire in TABLES]


def answers_of(row: Row) -> dict[str, Any]:
    """The row's short answers, points turned into options by the tables alone."""
    items = items_of(row.target.questionnaire)
    found: dict[str, Any] = {}
    for name, value in row.given.items():
        item = items.get(name)
        if value is None:
            found[name] = {"missing": "not_assessed"}
        elif row.instrument == "cows" and name == "pulse":
            found[name] = {0: "20", 1: "81", 2: "101", 4: "121"}[value]
        elif name == "supervised":
            found[name] = "yes" if value else "no"
        elif isinstance(item, Choice) and not isinstance(value, str):
            found[name] = next(word for word, points in item.points.items() if points == value)
        else:
            found[name] = str(value)
    return found


@pytest.mark.parametrize("row", KNOWN, ids=str)
def test_a_worked_case_comes_out_of_the_tables(row):
    expected = expect(row.target.questionnaire, answers_of(row))[row.target.score]

    bands = {band for set_id, _, band in expected.bands if set_id == row.target.band_set}
    if row.band.startswith("points_"):
        assert expected.points == {"pulse": int(row.total)}
    elif row.band == "incomplete":
        assert (expected.value, bands) == (None, set())
    else:
        assert expected.value == round(float(row.total) * 10**expected.places)
        assert bands == ({row.band} if row.band != "no_published_band" else set())


def test_all_rows_but_those_on_other_definitions_are_tried_on_the_tables():
    others = {row.instrument for row in ROWS} - {row.instrument for row in KNOWN}

    # Items that may not be shipped, and a share that has no bands.
    assert others == {"ldq", "dast10", "hair_pull_10pct"}
    assert len(ROWS) - len(KNOWN) == 8 + 10 + 2


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_file_offers_exactly_the_answers_that_the_dossier_knows(name):
    questionnaire = library()[name]

    for item_id, known in items_of(name).items():
        item = questionnaire.item(item_id)
        if isinstance(known, Choice):
            assert isinstance(item, ChoiceItem)
            assert {option.id for option in item.choices} == set(known.points)
        else:
            assert isinstance(item, IntegerItem | QuantityItem)
            ends = (known.lowest, known.highest)
            assert tuple(end * 10**known.places for end in (item.min, item.max)) == ends
            assert item.places == known.places


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_file_lets_rate_whom_the_dossier_names(name):
    questionnaire = library()[name]
    wanted = "patient" if name in PATIENT else "either" if name in EITHER else "clinician"

    raters = {one: questionnaire.rater(questionnaire.item(one)) for one in items_of(name)}

    assert raters == {
        item_id: "clinician" if item_id == "supervised" else wanted for item_id in raters
    }
