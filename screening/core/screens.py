"""Which questions of a page share a screen: the rows of a grid on a tablet, else one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from screening.core.checks.circles import waited_for, waits_of
from screening.core.item import ChoiceItem, Item
from screening.core.questionnaire import Page, Questionnaire


def screens(
    questionnaire: Questionnaire, page: Page, items: Sequence[Item]
) -> tuple[tuple[Item, ...], ...]:
    """What a tablet shows of a page at a time.

    items   those of the page that a patient is asked, in their order
    """
    if len(items) > 1 and stands_together(questionnaire, page):
        return (tuple(items),)
    return tuple((item,) for item in items)


def stands_together(questionnaire: Questionnaire, page: Page) -> bool:
    """Whether a page asks for a grid and can be one.

    Every row is a choice: nothing else fits on a line. And no row hangs on another of the page: it
    would have to open on the very screen that asks for the answer.
    """
    if page.layout != "grid":
        return False
    rows = [item for item in page.items if questionnaire.rater(item) != "clinician"]
    ids = {row.id for row in rows}
    return all(isinstance(row, ChoiceItem) for row in rows) and not any(
        row.enable_when is not None and ids & _hangs_on(questionnaire, row.id) for row in rows
    )


def _hangs_on(questionnaire: Questionnaire, item_id: str) -> set[str]:
    """Everything that decides whether an item is asked, directly or through others.

    Not through other questionnaires: a row that opens that way is open at the review.
    """
    return waited_for(item_id, waits_of(questionnaire))
