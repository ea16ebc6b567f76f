"""Random answers from a seed; faster than Hypothesis for many."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.questionnaire import Questionnaire
from tests.strategies import moments_of

WHOLE = 0.4  # share of documents with nothing missing: with many items a total is rare otherwise


def random_document(
    questionnaire: Questionnaire,
    rng: random.Random,
    others: Mapping[str, Questionnaire] | None = None,
) -> dict[str, Any]:
    """Some answered whole; else most items answered, some with a reason, some left out.

    others   questionnaires whose items this one uses: those are answered as well
    """
    held = 1.0 if rng.random() < WHOLE else 0.8
    document: dict[str, Any] = {}
    for item in questionnaire.items:
        _put(document, item.id, item, questionnaire, rng, held)
    for ref in questionnaire.uses if others else ():
        owner_id, _, item_id = ref.rpartition(".")
        owner = (others or {})[owner_id]
        _put(document, ref, owner.item(item_id), owner, rng, held)
    return document


def _put(
    document: dict[str, Any],
    ref: str,
    item: Item,
    owner: Questionnaire,
    rng: random.Random,
    held: float,
) -> None:
    draw = rng.random()
    if draw < held:
        document[ref] = random_answer(item, rng)
    elif draw < (1 + held) / 2:
        clinician = owner.rater(item) == "clinician"
        document[ref] = {"missing": "not_assessed" if clinician else "declined"}


def random_answer(item: Item, rng: random.Random) -> Any:
    """A value of the contract's JSON that the item takes."""
    if isinstance(item, ChoiceItem):
        return rng.choice(item.choices).id
    if isinstance(item, ChoicesItem):
        free = [option.id for option in item.choices if not option.exclusive]
        alone = [[option.id] for option in item.choices if option.exclusive]
        return rng.choice([*alone, rng.sample(free, rng.randint(1, len(free)))])
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        return _number(item, rng)
    if isinstance(item, DateItem | DateTimeItem):
        return rng.choice(moments_of(item))
    if isinstance(item, RowsItem):
        rows = [_row(item, rng) for _ in range(rng.randint(1, min(3, item.max_rows)))]
        return rows
    return "some words"


def _number(item: IntegerItem | ScaleItem | QuantityItem, rng: random.Random) -> Any:
    step = Decimal(1).scaleb(-item.places)
    edges = [item.min, item.max, *(item.points or ())]
    some = item.min + step * rng.randint(0, int((item.max - item.min) / step))
    near = min(max(rng.choice(edges) - step * rng.randint(0, 1), item.min), item.max)
    text = f"{rng.choice([some, near]):f}"
    if isinstance(item, QuantityItem) and item.units is not None:
        return {"value": text, "unit": rng.choice(sorted(item.units))}
    return text


def _row(item: RowsItem, rng: random.Random) -> dict[str, Any]:
    row = {field.id: random_answer(field, rng) for field in item.fields if rng.random() < 0.8}
    return row or {item.fields[0].id: random_answer(item.fields[0], rng)}
