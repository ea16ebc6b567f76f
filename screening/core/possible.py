"""What an incomplete score may still become: exact, by following every open answer."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import Answer
from screening.core.enabling import stays_unknown
from screening.core.facts import Facts
from screening.core.gates import Span, World
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
from screening.core.points import answer_points, points_of
from screening.core.reach import Reach, in_steps, reach_of
from screening.core.score import Score
from screening.quick_dataclass import dataclass

_MOST_SUMS = 100_000  # of the options of one item


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


def item_numbers(item: Item, span: Span | None = None) -> Numbers:
    """Every number of points an answer to the item may bring.

    span    only the answers in it, of an item with numbers
    raises  OverflowError where these are too many to follow
    """
    if isinstance(item, ChoiceItem):
        return Numbers(frozenset(option.points or Decimal(0) for option in item.choices))
    if isinstance(item, ChoicesItem):
        return Numbers(frozenset(_subset_points(item)))
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        low, high = (item.min, item.max) if span is None else (span.low, span.high)
        if item.points is not None:
            starts = [low, *(edge for edge in item.points if low < edge <= high)]
            return Numbers(frozenset(points_at(item, start) for start in starts))
        step = Decimal(1).scaleb(-item.places)
        return Numbers(first=low, step=step, count=int((high - low) / step) + 1)
    raise TypeError(f"{item.type} items have no points")


def _subset_points(item: ChoicesItem) -> set[Decimal]:
    together: set[Decimal] = set()
    for option in item.choices:
        if not option.exclusive:
            points = option.points or Decimal(0)
            together |= {points + other for other in together} | {points}
            if len(together) > _MOST_SUMS:
                raise OverflowError("more possible sums than can be followed")
    return together | {option.points or Decimal(0) for option in item.choices if option.exclusive}


def reachable(world: World, score: Score, weights: dict[str, Decimal]) -> Reach:
    """The values of the score before rounding (for a mean: times its items) in one world.

    weights  factor of each item, 1 where the score has none
    raises   OverflowError where they are too many to follow
    """
    counting = [i for i in score.items if leaves_out(world.facts, score, i) is not True]
    parts = [_part(world, score, item_id).times(weights[item_id]) for item_id in counting]
    if score.kind == "count":
        parts = [Numbers(frozenset(Decimal(n > 0) for n in _listed(part))) for part in parts]
    places = max((part.places() for part in parts), default=0)
    total = Reach(places, 0, 1)
    if score.kind == "maximum" and parts:
        return _maxima(parts, places)
    for part in parts:
        total = _add(total, part, places)
    return total


def can_be_complete(facts: Facts, score: Score) -> bool:
    """Whether something counts, and all that counts is asked or has points where it is not."""
    questionnaire = facts.questionnaire
    if score.leave_out is not None and stays_unknown(facts, score.leave_out.when):
        return False
    counting = [i for i in score.items if leaves_out(facts, score, i) is not True]
    return bool(counting) and all(
        facts.enabled(item_id) is not False
        or questionnaire.item(item_id).when_not_asked is not None
        for item_id in counting
    )


def _listed(numbers: Numbers) -> frozenset[Decimal]:
    """Enough of the numbers to tell which are above 0."""
    if numbers.first is None:
        return numbers.some
    return numbers.some | {numbers.first, numbers.first + numbers.step * (numbers.count - 1)}


def _part(world: World, score: Score, item_id: str) -> Numbers:
    facts = world.facts
    item = facts.questionnaire.item(item_id)
    known = answer_points(facts, item)
    if known is not None and (item_id not in world.spans or facts.enabled(item_id) is False):
        numbers = Numbers(frozenset({known}))
    else:
        # An answer that does not count yet stays one; a supposed one stands for its whole span.
        kept = None if item_id in world.spans else facts.given(item_id)
        points = points_of(item, kept) if isinstance(kept, Answer) else None
        numbers = (
            item_numbers(item, world.spans.get(item_id))
            if points is None
            else Numbers(frozenset({points}))
        )
        if facts.enabled(item_id) is None and item.when_not_asked is not None:
            numbers = _with(numbers, item.when_not_asked)
    left_out = leaves_out(facts, score, item_id)
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
        first, step = in_steps(part.first, places), in_steps(part.step, places)
        sums.append(total.plus_steps(first, step, part.count))
    return sums[0] if len(sums) == 1 else sums[0].union(sums[1])


def _maxima(parts: list[Numbers], places: int) -> Reach:
    start = Reach(places, 0, 1)
    reaches = [_add(start, part, places) for part in parts]
    joined = reaches[0]
    for reach in reaches[1:]:
        joined = joined.union(reach)
    highest_low = joined.at_least(max(reach.lowest for reach in reaches))
    assert highest_low is not None
    return highest_low
