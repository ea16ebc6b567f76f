"""What one answer is worth."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import Answer, Missing
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


def points_of(item: Item, answer: Answer) -> Decimal | None:
    """Points of an answer; None for what is not scored."""
    value = answer.value
    if isinstance(item, ChoiceItem) and isinstance(value, str):
        option = item.option(value)
        return option.points if option else None
    if isinstance(item, ChoicesItem) and isinstance(value, tuple):
        picked = [item.option(word) for word in value if isinstance(word, str)]
        return sum((option.points or Decimal(0) for option in picked if option), Decimal(0))
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem) and isinstance(value, Decimal):
        return points_at(item, value)
    return None


def answer_points(facts: Facts, item: Item) -> Decimal | None:
    """Points the item brings now, a legitimate skip included; None while it is missing."""
    found = facts.look(item.id)
    if isinstance(found, Answer):
        return points_of(item, found)
    skipped = isinstance(found, Missing) and facts.enabled(item.id) is False
    return item.when_not_asked if skipped else None
