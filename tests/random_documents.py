"""Random answers and random damage to files, from a seed; faster than Hypothesis for many."""

from __future__ import annotations

import random
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


def random_document(questionnaire: Questionnaire, rng: random.Random) -> dict[str, Any]:
    """Most items answered, some declined or not assessed, some left out."""
    document: dict[str, Any] = {}
    for item in questionnaire.items:
        draw = rng.random()
        if draw < 0.8:
            document[item.id] = random_answer(item, rng)
        elif draw < 0.9:
            clinician = questionnaire.rater(item) == "clinician"
            document[item.id] = {"missing": "not_assessed" if clinician else "declined"}
    return document


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
        rows = [_row(item, rng) for _ in range(rng.randint(1, 3))]
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


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes of a file with one to three things wrong."""
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(_DAMAGES)(data, rng)
    return data


def _without_line(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def _line_twice(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join([*lines[:at], lines[at], *lines[at:]])


def _another_byte(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([rng.choice(b"{}[]:,-&*!<'\"\x00\xff0aZ \n")]) + data[at + 1 :]


def _another_word(data: bytes, rng: random.Random) -> bytes:
    words = data.split(b" ")
    words[rng.randrange(len(words))] = rng.choice(words)
    return b" ".join(words)


def _cut_short(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) // 2, len(data))]


_DAMAGES = (_without_line, _line_twice, _another_byte, _another_word, _cut_short)
