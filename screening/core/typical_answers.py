"""The answers of a packet's typical visit: those that it names, and plain ones to everything else.

A plain answer is that of somebody with nothing to tell: No, none of these, the option of fewest
points or the first, the smallest number, one row, the visit's own day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screening.core.answers import show_number
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
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import FORMS
from screening.quick_dataclass import dataclass

PLAIN_OPTIONS = ("no", "none")  # what is chosen where it is offered


@dataclass(frozen=True, slots=True)
class TypicalDrawer:
    """Gives the packet's own answers, and the plain one to everything else."""

    named: Mapping[str, tuple[str, ...]]  # "questionnaire.item" -> words of the packet
    visit: Moment

    def document(
        self, questionnaire: Questionnaire, others: Mapping[str, Questionnaire]
    ) -> dict[str, Any]:
        """Answers to all items, enabled or not."""
        return {item.id: self._answer(questionnaire.id, item) for item in questionnaire.items}

    def _answer(self, owner: str, item: Item) -> Any:
        said = self.named.get(f"{owner}.{item.id}")
        return plain_answer(item, self.visit) if said is None else named_answer(item, said)


def named_answer(item: Item, words: tuple[str, ...]) -> Any:
    """What a packet names, in the form in which a document has it: read_answer judges it."""
    if isinstance(item, ChoicesItem):
        return list(words)
    word = words[0] if len(words) == 1 else ", ".join(words)
    if isinstance(item, QuantityItem) and item.units is not None:
        return {"value": word, "unit": next(iter(item.units))}
    return word


def plain_answer(item: Item, visit: Moment) -> Any:
    """The answer of somebody who has nothing to tell."""
    if isinstance(item, ChoiceItem):
        offered = {option.id for option in item.choices}
        plain = next((one for one in PLAIN_OPTIONS if one in offered), None)
        return plain or min(item.choices, key=lambda one: one.points or 0).id
    if isinstance(item, ChoicesItem):
        alone = (option.id for option in item.choices if option.exclusive)
        return [next(alone, item.choices[0].id)]
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        return named_answer(item, (show_number(item.min),))
    if isinstance(item, DateItem | DateTimeItem):
        return f"{visit.earliest:{FORMS[item.finest]}}"
    if isinstance(item, RowsItem):
        return [{field.id: plain_answer(field, visit) for field in item.fields}]
    return "some words"
