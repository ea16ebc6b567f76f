"""Whole numbers of a definition that have sensible ends."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_items
from screening.core.item import Item, QuantityItem, RowsItem, TextItem
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import Place

MOST_DECIMALS = 6  # as many as a number of a file may have
MOST_ROWS = 50
MOST_CHARACTERS = 20_000
LONGEST_CHAIN = 30  # items that wait for one another


def check_bounds(q: Questionnaire) -> Faults:
    """Digits, rows, lengths and missing items beyond what can be meant."""
    for place, value, low, high in _bounded(q):
        if not low <= value <= high:
            yield Fault(
                "out_of_bounds", place, f"{value} is too small or too large here.",
                f"Write a whole number from {low} to {high}.",
            )  # fmt: skip


Bounded = Iterator[tuple[Place, int, int, int]]


def _bounded(q: Questionnaire) -> Bounded:
    for place, item in placed_items(q):
        yield from _of_item(place, item)
        for n, field in enumerate(item.fields if isinstance(item, RowsItem) else ()):
            yield from _of_item((*place, "fields", n), field)
    for n, computed in enumerate(q.computed):
        yield ("computed", n, "decimals"), computed.decimals, 0, MOST_DECIMALS
    for n, score in enumerate(q.scores):
        yield ("scores", n, "decimals"), score.decimals, 0, MOST_DECIMALS
        if score.missing != "incomplete":
            place = ("scores", n, "missing", "prorate", "at_most")
            items = sum(len(getattr(score, kind) or ()) for kind in ("sum", "count", "mean"))
            yield place, score.missing.prorate.at_most, 1, max(1, items - 1)


def _of_item(place: Place, item: Item) -> Bounded:
    if isinstance(item, QuantityItem):
        yield (*place, "decimals"), item.decimals, 0, MOST_DECIMALS
    if isinstance(item, RowsItem):
        yield (*place, "max_rows"), item.max_rows, 1, MOST_ROWS
    if isinstance(item, TextItem):
        yield (*place, "max_length"), item.max_length, 1, MOST_CHARACTERS
