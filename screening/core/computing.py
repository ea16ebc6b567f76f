"""Computed values: whole units between two moments, and ratios."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import Answer
from screening.core.facts import Computed, Facts
from screening.core.item import DateItem, DateTimeItem
from screening.core.moments import Moment, not_after, units_between
from screening.core.questionnaire import Between, Ratio
from screening.core.questionnaire import Computed as Definition
from screening.core.rounding import round_half_up


def compute(facts: Facts, definition: Definition) -> Computed:
    """The computed value; both ends None while anything it rests on is missing."""
    if definition.between is not None:
        return _duration(facts, definition.id, definition.between)
    assert definition.ratio is not None
    return _ratio(facts, definition.id, definition.ratio, definition.decimals)


def _duration(facts: Facts, code: str, between: Between) -> Computed:
    start, end = _moment(facts, between.from_), _moment(facts, between.to)
    if start is None or end is None:
        return Computed(code, None, None, between.unit)
    low, high = units_between(start, end, between.unit)
    return Computed(code, Decimal(low), Decimal(high), between.unit)


def _moment(facts: Facts, ref: str) -> Moment | None:
    if ref == "visit":
        return facts.visit
    found = facts.look(ref)
    if not isinstance(found, Answer) or not isinstance(found.value, Moment):
        return None
    if facts.visit is not None and _bounded(facts, ref):
        return not_after(found.value, facts.visit)
    return found.value


def _bounded(facts: Facts, ref: str) -> bool:
    if not facts.questionnaire.has_item(ref):
        return False
    item = facts.questionnaire.item(ref)
    return isinstance(item, DateItem | DateTimeItem) and item.not_after is not None


def _ratio(facts: Facts, code: str, ratio: Ratio, decimals: int) -> Computed:
    of, to = _number(facts, ratio.of), _number(facts, ratio.to)
    if of is None or to is None or to == 0:
        return Computed(code, None, None, None)
    value = round_half_up(of * ratio.times / to, decimals)
    return Computed(code, value, value, "%" if ratio.times == 100 else None)


def _number(facts: Facts, ref: str) -> Decimal | None:
    found = facts.look(ref)
    if isinstance(found, Answer) and isinstance(found.value, Decimal):
        return found.value
    return None
