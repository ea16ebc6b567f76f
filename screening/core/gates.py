"""Answers that decide what counts ("gates"), tried one by one while they are open.

Items that hang on the same gate then move together, so that what is still possible is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import combinations, pairwise, product
from math import prod

from screening.core.answers import Answer, Missing, Value
from screening.core.condition import LIMITS, PRESENCE, Condition, Operators, tests_in
from screening.core.facts import Facts
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.score import Score
from screening.quick_dataclass import dataclass

_MOST_WORLDS = 4096
_MOST_OPTIONS = 10  # of an item with several choices: every set of them is tried
_BESIDE = Decimal("0.000001")  # the finest step a number of a file can have


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers that no condition tells apart: both ends belong to it."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class World:
    """The facts with one way of answering every open gate."""

    facts: Facts
    spans: Mapping[str, Span]  # item_id -> what the number given for it stands for


# value, unit, span: an Answer is made of it only where a world with it is looked at
Way = tuple[Value, str | None, Span | None]


def worlds(facts: Facts, score: Score) -> Iterator[World]:
    """The facts once for each way in which the open gates of a score may be answered."""
    return ways_through(facts, [*_own_conditions(score), *_enabling(facts, score.items)])


def ways_through(facts: Facts, conditions: Iterable[Condition]) -> Iterator[World]:
    """The facts once for each way of answering the open gates of some conditions.

    With too many ways to try, the facts alone: then the outlook may be wider than the truth.
    """
    tests = gate_tests(facts, conditions)
    tests = {ref: operators for ref, operators in tests.items() if _is_open(facts, ref)}
    listed = {ref: _ways(facts, ref, operators) for ref, operators in tests.items()}
    ways = {ref: some for ref, some in listed.items() if some}
    if prod(len(some) for some in ways.values()) > _MOST_WORLDS:
        ways = {}
    for picked in product(*ways.values()):
        chosen = dict(zip(ways, picked, strict=True))
        answers = {ref: Answer(ref, value, unit) for ref, (value, unit, _) in chosen.items()}
        spans = {ref: span for ref, (_, _, span) in chosen.items() if span is not None}
        yield World(facts.supposing(answers) if answers else facts, spans)


def gate_tests(facts: Facts, conditions: Iterable[Condition]) -> dict[str, list[Operators]]:
    """What some conditions look at, also through other items, and what is asked of it."""
    questionnaire = facts.questionnaire
    todo = list(conditions)
    found: dict[str, list[Operators]] = {}
    for condition in todo:
        for test in tests_in(condition):
            found.setdefault(test.ref, []).append(test.operators)
            for ref in questionnaire.rests_on(test.ref):
                todo += [more for more in _enabling(facts, [ref]) if more not in todo]
    return found


def _own_conditions(score: Score) -> list[Condition]:
    conditions = [score.leave_out.when] if score.leave_out else []
    return conditions + [b.when for s in score.sets for b in s.choose if b.when is not None]


def _enabling(facts: Facts, refs: Iterable[str]) -> list[Condition]:
    items = [facts.questionnaire.item(ref) for ref in refs if facts.questionnaire.has_item(ref)]
    return [item.enable_when for item in items if item.enable_when is not None]


def _is_open(facts: Facts, ref: str) -> bool:
    # A kept answer that does not count yet is an answer: it counts when its item is asked.
    if not isinstance(facts.look(ref), Missing) or isinstance(facts.given(ref), Answer):
        return False
    return not facts.questionnaire.has_item(ref) or facts.enabled(ref) is not False


def _ways(facts: Facts, ref: str, tests: list[Operators]) -> list[Way]:
    """Every answer that some test tells from the others; none where that cannot be listed."""
    if not facts.questionnaire.has_item(ref):
        return _foreign_ways(tests)
    item = facts.questionnaire.item(ref)
    if isinstance(item, ChoiceItem):
        return [(option.id, None, None) for option in item.choices]
    if isinstance(item, ChoicesItem):
        return [(picked, None, None) for picked in _sets(item)]
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem) and _one_unit(item):
        return _number_ways(item, _limits(tests))
    only_presence = all(set(test.given()) <= PRESENCE for test in tests)
    return [("", None, None)] if only_presence else []


def _one_unit(item: Item) -> bool:
    return not isinstance(item, QuantityItem) or item.units is None


def _sets(item: ChoicesItem) -> list[tuple[str, ...]]:
    alone = [(option.id,) for option in item.choices if option.exclusive]
    free = [option.id for option in item.choices if not option.exclusive]
    if len(free) > _MOST_OPTIONS:
        return []
    return alone + [some for n in range(1, len(free) + 1) for some in combinations(free, n)]


def _limits(tests: list[Operators]) -> list[Decimal]:
    found = (getattr(test, name) for test in tests for name in LIMITS)
    return sorted({limit for limit in found if limit is not None})


def _number_ways(item: IntegerItem | ScaleItem | QuantityItem, limits: list[Decimal]) -> list[Way]:
    step = Decimal(1).scaleb(-item.places)
    starts = {item.min}
    for limit in limits:
        below = (limit / step).to_integral_value(ROUND_FLOOR) * step
        above = (limit / step).to_integral_value(ROUND_CEILING) * step
        starts |= {below, above, above + step, below + step}
    inside = sorted(start for start in starts if item.min <= start <= item.max)
    ends = [*(after - step for _, after in pairwise(inside)), item.max]
    unit = item.unit if isinstance(item, QuantityItem) else None
    spans = (Span(low, high) for low, high in zip(inside, ends, strict=True))
    return [(span.low, unit, span) for span in spans]


def _foreign_ways(tests: list[Operators]) -> list[Way]:
    """The words and numbers that the tests name, and one that they do not."""
    limits = _limits(tests)
    if limits:
        near = (limit + beside for limit in limits for beside in (-_BESIDE, Decimal(0), _BESIDE))
        return [(number, None, None) for number in sorted(set(near))]
    several = sorted({word for test in tests for word in test.includes or ()})
    if several:
        lists = [some for n in range(len(several) + 1) for some in combinations(several, n)]
        return [(some, None, None) for some in lists]
    words = sorted({word for t in tests for word in (*(t.is_ or ()), *(t.is_not or ()))})
    return [(word, None, None) for word in (*words, "")]
