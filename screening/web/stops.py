"""A stop on a patient's way: one question, or the rows of a grid that are asked together."""

from __future__ import annotations

from screening.core.answers import Answers
from screening.core.item import Item
from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen."""

    questionnaire: Questionnaire
    items: tuple[Item, ...]  # one, or the rows of a grid
    page_title: str
    given: Answers  # what is answered of them, by item id

    @property
    def refs(self) -> tuple[str, ...]:
        """The items' names within the packet, e.g. "sows16.anxious"."""
        return tuple(f"{self.questionnaire.id}.{item.id}" for item in self.items)

    @property
    def is_grid(self) -> bool:
        """Whether several are asked together."""
        return len(self.items) > 1

    @property
    def is_open(self) -> bool:
        """Whether one of them has no answer yet."""
        return any(item.id not in self.given for item in self.items)


def stop_at(
    questionnaire: Questionnaire, items: tuple[Item, ...], page_title: str, given: Answers
) -> Stop:
    """These items with what is answered of them.

    given   answers of the whole questionnaire
    """
    own = {item.id: given[item.id] for item in items if item.id in given}
    return Stop(questionnaire, items, page_title, own)
