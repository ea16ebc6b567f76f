"""scores.csv: its rows, and that no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from screening.exchange.cells import safe, write_rows
from screening.exchange.scores_csv import COLUMNS, scores_csv
from tests.exchange.visits import sample_visits, visit


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_a_row_says_which_score_by_whom_and_when():
    found = rows(scores_csv(sample_visits()[0]))

    assert tuple(found[0]) == COLUMNS
    assert found[2] == [
        "cows", "2.0.0", "cows", "16", "48", "Moderate", "11 of 11", "R. Ortega, RN",
        "2026-11-19T10:53:00-07:00",
    ]  # fmt: skip
    # SOWS has bands by convention only: they give no word.
    assert found[1][3:6] == ["23", "64", ""]


def test_without_a_value_there_is_neither_number_nor_band():
    given = {"interest": "almost_daily", "mood": {"missing": "declined"}}

    (_, row) = rows(scores_csv(visit(("phq2", "patient", given))))

    assert row[3:7] == ["", "6", "", "1 of 2"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u00a0=1",
        "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\u22121",
    ],
)  # fmt: skip
def test_text_that_might_be_a_formula_is_led_by_an_apostrophe(text: str):
    assert safe(text) == f"'{text}"
    assert safe(f"a{text}") == f"a{text}"


def test_a_raters_name_is_no_formula_and_breaks_no_row():
    hostile = '=HYPERLINK("http://x","y"),\r\n"z'

    data = scores_csv(visit(("cows", "clinician", {"pulse": "80"}), name=hostile))

    (_, row) = rows(data)
    assert row[7] == f"'{hostile}"


def test_every_cell_is_quoted():
    assert write_rows(("a", 'b"c'), [("1", "")]) == b'"a","b""c"\r\n"1",""\r\n'
