"""How long an item takes to answer, as the clinical decisions estimate it (section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from screening.core.answers import Answer, Missing
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem, ScaleItem, TextItem

Kind = Literal[
    "scale item", "grid row", "yes or no", "checklist", "date or number", "product row", "text"
]
SECONDS: Mapping[Kind, int] = {
    "scale item": 7,
    # A row of a grid needs no page turn and no new reading of its options. The decisions give the
    # packet's target with the grid and no figure for a row: this one is the house's own estimate,
    # without a source.
    "grid row": 5,
    "yes or no": 8,
    "checklist": 14,
    "date or number": 18,
    "product row": 45,
    "text": 30,
}
UNWELL = 1.5  # times as long for who is unwell


def seconds_for(item: Item, answer: Answer | Missing | None, *, in_grid: bool = False) -> int:
    """Seconds that one person takes over one item.

    in_grid  it shares a screen with others of its page
    """
    return SECONDS[kind_of(item, in_grid=in_grid)] * count_of(item, answer)


def kind_of(item: Item, *, in_grid: bool = False) -> Kind:
    """As what the decisions count an item."""
    if in_grid:
        return "grid row"
    if isinstance(item, ChoiceItem):
        yes_no = {"yes", "no"} <= {option.id for option in item.choices}
        return "yes or no" if yes_no else "scale item"
    if isinstance(item, ScaleItem):
        return "scale item"
    if isinstance(item, ChoicesItem):
        return "checklist"
    if isinstance(item, TextItem):
        return "text"
    return "product row" if isinstance(item, RowsItem) else "date or number"


def count_of(item: Item, answer: Answer | Missing | None) -> int:
    """How often an item counts: once, or once for each of its rows."""
    rows = answer.value if isinstance(item, RowsItem) and isinstance(answer, Answer) else ()
    return max(1, len(rows) if isinstance(rows, tuple) else 1)
