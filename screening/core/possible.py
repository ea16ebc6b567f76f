"""What an incomplete score may still become: exact, by following every open answer.

Answers that decide whether others are asked, left out or banded otherwise ("gates") are tried
one by one, so that items which hang on the same gate move together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from screening.core.answers import Answer, Missing
from screening.core.condition import refs_in
from screening.core.facts import Facts
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    IntegerItem,
    Item,
    QuantityItem,
    ScaleItem,
    points_at,
)
from screening.core.logic import holds_in
from screening.core.points import answer_points
from screening.core.reach import WIDEST, Reach, reach_of
from screening.core.score import Score

_MOST_WORLDS = 4096


@dataclass(frozen=True, slots=True)
class Numbers:
    """The points an item may bring: some numbers, or an even run of them."""

    some: frozenset[Decimal] = frozenset()
    first: Decimal | None = None  # of the run
    step: Decimal = Decimal(1)
    count: int = 0

    def places(self) -> int:
        """Digits after the point that any of them needs."""
        run = () if self.first is None else (self.first, self.step)
        return max(max(0, -int(n.as_tuple().exponent)) for n in (*self.some, *run))

    def times(self, factor: Decimal) -> Numbers:
        """All of them times a factor above 0."""
        first = None if self.first is None else self.first * factor
        some = frozenset(number * factor for number in self.some)
        return Numbers(some, first, self.step * factor, self.count)


def item_numbers(item: Item) -> Numbers:
    """Every number of points an answer to the item may bring."""
    if isinstance(item, ChoiceItem):
        return Numbers(frozenset(option.points or Decimal(0) for option in item.choices))
    if isinstance(item, ChoicesItem):
        return Numbers(frozenset(_subset_points(item)))
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        if item.points is not None:
            return Numbers(frozenset(points_at(item, edge) for edge in item.points))
        step = Decimal(1).scaleb(-item.places)
        return Numbers(first=item.min, step=step, count=int((item.max - item.min) / step) + 1)
    raise TypeError(f"{item.type} items have no points")


def _subset_points(item: ChoicesItem) -> set[Decimal]:
    together: set[Decimal] = set()
    for option in item.choices:
        if not option.exclusive:
            points = option.points or Decimal(0)
            together |= {points + other for other in together} | {points}
    return together | {option.points or Decimal(0) for option in item.choices if option.exclusive}


def worlds(facts: Facts, score: Score) -> Iterator[Facts]:
    """The facts once for each way in which the open gates of a score may be answered."""
    gates = [item for item in _gates(facts, score) if isinstance(item, ChoiceItem)]
    if not gates or prod(len(gate.choices) for gate in gates) > _MOST_WORLDS:
        yield facts
        return
    for picked in product(*(gate.choices for gate in gates)):
        pairs = zip(gates, picked, strict=True)
        yield facts.supposing({gate.id: Answer(gate.id, option.id) for gate, option in pairs})


def _gates(facts: Facts, score: Score) -> list[Item]:
    questionnaire = facts.questionnaire
    refs: list[str] = []
    todo = [*_condition_refs(score), *(r for i in score.items for r in _enabling(facts, i))]
    while todo:
        ref = todo.pop()
        if ref not in refs and questionnaire.has_item(ref):
            refs.append(ref)
            todo += _enabling(facts, ref)
    missing = (ref for ref in refs if isinstance(facts.look(ref), Missing))
    return [questionnaire.item(ref) for ref in missing if facts.enabled(ref) is not False]


def _condition_refs(score: Score) -> list[str]:
    conditions = [score.leave_out.when] if score.leave_out else []
    conditions += [b.when for s in score.sets for b in s.choose if b.when is not None]
    return [ref for condition in conditions for ref in refs_in(condition)]


def _enabling(facts: Facts, item_id: str) -> tuple[str, ...]:
    return refs_in(facts.questionnaire.item(item_id).enable_when)


def reachable(facts: Facts, score: Score, weights: dict[str, Decimal]) -> Reach:
    """The values of the score before rounding (for a mean: times its items) in one world.

    weights  factor of each item, 1 where the score has none
    """
    parts = [_part(facts, score, item_id).times(weights[item_id]) for item_id in score.items]
    if score.kind == "count":
        parts = [Numbers(frozenset(Decimal(n > 0) for n in _listed(part))) for part in parts]
    places = max(part.places() for part in parts)
    if score.kind == "maximum":
        return _maxima(parts, places)
    total = Reach(places, 0, 1)
    for part in parts:
        total = _add(total, part, places)
    return total


def _listed(numbers: Numbers) -> frozenset[Decimal]:
    """Enough of the numbers to tell which are above 0."""
    if numbers.first is None:
        return numbers.some
    return numbers.some | {numbers.first, numbers.first + numbers.step * (numbers.count - 1)}


def _part(facts: Facts, score: Score, item_id: str) -> Numbers:
    left_out = leaves_out(facts, score, item_id)
    if left_out is True:
        return Numbers(frozenset({Decimal(0)}))
    item = facts.questionnaire.item(item_id)
    known = answer_points(facts, item)
    if known is not None:
        numbers = Numbers(frozenset({known}))
    else:
        numbers = item_numbers(item)
        if facts.enabled(item_id) is None and item.when_not_asked is not None:
            numbers = _with(numbers, item.when_not_asked)
    return _with(numbers, Decimal(0)) if left_out is None else numbers


def _with(numbers: Numbers, more: Decimal) -> Numbers:
    return Numbers(numbers.some | {more}, numbers.first, numbers.step, numbers.count)


def leaves_out(facts: Facts, score: Score, item_id: str) -> bool | None:
    """Whether the item does not count now; None when that cannot be told."""
    if score.leave_out is None or item_id not in score.leave_out.items:
        return False
    return holds_in(score.leave_out.when, facts)


def _add(total: Reach, part: Numbers, places: int) -> Reach:
    sums: list[Reach] = []
    if part.some:
        sums.append(total.plus(reach_of(part.some, places)))
    if part.first is not None:
        first, step = int(part.first.scaleb(places)), int(part.step.scaleb(places))
        sums.append(total.plus_steps(first, step, part.count))
    joined = sums[0] if len(sums) == 1 else sums[0].union(sums[1])
    if joined.bits.bit_length() > WIDEST:
        raise OverflowError("more possible sums than can be followed")
    return joined


def _maxima(parts: list[Numbers], places: int) -> Reach:
    start = Reach(places, 0, 1)
    reaches = [_add(start, part, places) for part in parts]
    joined = reaches[0]
    for reach in reaches[1:]:
        joined = joined.union(reach)
    highest_low = joined.at_least(max(reach.lowest for reach in reaches))
    assert highest_low is not None
    return highest_low
