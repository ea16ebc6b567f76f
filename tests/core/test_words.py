"""Answers in words: units in singular and plural, missing answers, rows."""

from __future__ import annotations

import pytest

from screening.core.answers import read_answer
from screening.core.item import QuantityItem
from screening.core.words import answer_words

AMOUNT = QuantityItem.model_validate(
    {
        "id": "amount",
        "text": "Amount",
        "type": "quantity",
        "min": "0",
        "max": "500",
        "decimals": "1",
        "units": {"tablet": "{tablet}", "g": "g"},
        "unit_texts": {"tablet": "tablets", "g": "grams (g)"},
    }
)


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("1", "tablet", "1 tablet"),
        ("2", "tablet", "2 tablets"),
        ("0.5", "tablet", "0.5 tablets"),
        ("1", "g", "1 g"),
        ("3", "g", "3 grams (g)"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(number: str, unit: str, words: str) -> None:
    answer = read_answer(AMOUNT, {"value": number, "unit": unit})

    assert answer_words(AMOUNT, answer) == words
