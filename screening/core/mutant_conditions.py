"""Deliberate mistakes in conditions: parts gone, tests turned round, limits and options moved."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from screening.core.condition import (
    PRESENCE,
    AllOf,
    AnyOf,
    Condition,
    ItemTest,
    NotOf,
    Operators,
    tests_in,
)
from screening.core.replacing import put
from screening.core.yaml_tree import Place

Change = tuple[str, Place, str, Any]  # kind, place, words, what stands there now
Changes = Iterator[Change]


def may_be_unknown(condition: Condition) -> bool:
    """Whether there is something to ask for: that an answer is missing can always be told."""
    return any(set(test.operators.given()) - PRESENCE for test in tests_in(condition))


def condition_changes(place: Place, condition: Condition) -> Changes:
    """Every mistake in one condition."""
    words = ".".join(str(part) for part in place)
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for n, part in enumerate(parts):
                if len(parts) > 1:
                    kept = tuple(p for m, p in enumerate(parts) if m != n)
                    what = f"part {n + 1} of {words} is gone"
                    yield "part_dropped", (*place, word), what, kept
                yield from condition_changes((*place, word, n), part)
        case NotOf():
            yield "condition_negated", place, f"{words} without its `not`", condition.not_
            yield from condition_changes((*place, "not_"), condition.not_)
        case ItemTest():
            yield "condition_negated", place, f"{words} says the opposite", NotOf(not_=condition)
            yield from _limits(place, condition)


_STEPS = {"at_least": (1, -1), "at_most": (1, -1), "above": (1, -1), "below": (1, -1)}


def _limits(place: Place, test: ItemTest) -> Changes:
    operators = test.operators
    for name, moves in _STEPS.items():
        bound = getattr(operators, name)
        if bound is None:
            continue
        step = Decimal(1).scaleb(min(0, int(bound.as_tuple().exponent)))
        for move in moves:
            moved = operators.model_copy(update={name: bound + step * move})
            what = f"{name} {bound} of {test.ref} is {bound + step * move}"
            yield "limit_moved", place, what, ItemTest({test.ref: moved})
    for name in ("is_", "is_not", "includes", "band"):
        options = getattr(operators, name) or ()
        for option in options if len(options) > 1 else ():
            kept = tuple(other for other in options if other != option)
            fewer: Operators = operators.model_copy(update={name: kept})
            what = f"{option} is no longer among those of {test.ref}"
            yield "option_dropped", place, what, ItemTest({test.ref: fewer})
    if operators.any_row is not None:
        for kind, at, what, change in condition_changes((), operators.any_row):
            row = operators.model_copy(update={"any_row": put(operators.any_row, at, change)})
            yield kind, place, f"in a row of {test.ref}: {what}", ItemTest({test.ref: row})
