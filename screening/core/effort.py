"""How long an item takes to answer, as the clinical decisions estimate it (section 4)."""

from __future__ import annotations

from screening.core.answers import Answer, Missing
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem, ScaleItem, TextItem

SCALE_S = 7
YES_NO_S = 8
CHECKLIST_S = 14
DATE_OR_NUMBER_S = 18
ROW_S = 45  # one row of products
TEXT_S = 30
# A row of a grid needs no page turn and no new reading of its options. The decisions give the
# packet's target with the grid and no figure for a row: this one is the house's own estimate,
# without a source.
GRID_ROW_S = 5
UNWELL = 1.5  # times as long for who is unwell


def seconds_for(item: Item, answer: Answer | Missing | None, *, in_grid: bool = False) -> int:
    """Seconds that one person takes over one item.

    in_grid  it shares a screen with others of its page
    """
    if in_grid:
        return GRID_ROW_S
    if isinstance(item, ChoiceItem):
        yes_no = {"yes", "no"} <= {option.id for option in item.choices}
        return YES_NO_S if yes_no else SCALE_S
    if isinstance(item, ScaleItem):
        return SCALE_S
    if isinstance(item, ChoicesItem):
        return CHECKLIST_S
    if isinstance(item, TextItem):
        return TEXT_S
    if isinstance(item, RowsItem):
        rows = answer.value if isinstance(answer, Answer) else ()
        return ROW_S * max(1, len(rows) if isinstance(rows, tuple) else 1)
    return DATE_OR_NUMBER_S
