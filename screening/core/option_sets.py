"""Option sets and points put into the items that name them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from screening.core.checks.fault import Fault
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.core.wording import guess
from screening.core.yaml_tree import Place


def resolve_options(model: Questionnaire) -> tuple[Questionnaire, list[Fault]]:
    """The same with option sets and points put into the items."""
    faults: list[Fault] = []

    def resolved(item: Item, place: Place) -> Item:
        if isinstance(item, RowsItem):
            fields = (resolved(f, (*place, "fields", n)) for n, f in enumerate(item.fields))
            return item.model_copy(update={"fields": tuple(fields)})
        if not isinstance(item, ChoiceItem | ChoicesItem):
            return item
        options, found = _options(model, item, place)
        faults.extend(found)
        whole = item.changed(options=options)
        whole._option_set = item.options if isinstance(item.options, str) else None
        return whole

    pages = tuple(
        page.model_copy(
            update={
                "items": tuple(
                    resolved(item, ("pages", p, "items", i)) for i, item in enumerate(page.items)
                )
            }
        )
        for p, page in enumerate(model.pages)
    )
    return model.model_copy(update={"pages": pages}), faults


def _options(
    model: Questionnaire, item: ChoiceItem | ChoicesItem, place: Place
) -> tuple[tuple[Option, ...], list[Fault]]:
    options: Any = item.options
    if isinstance(options, str):
        if options not in model.option_sets:
            problem = f"There is no option set “{options}”."
            fix = guess(options, model.option_sets)
            return (), [Fault("unknown_option_set", (*place, "options"), problem, fix)]
        options = model.option_sets[options]
    points: Mapping[str, Decimal] = item.points or {}
    names = [option.id for option in options]
    faults = [
        Fault(
            "unknown_option",
            (*place, "points", name, "[key]"),
            f"“{name}” is not an option of “{item.id}”.",
            guess(name, names),
        )
        for name in points
        if name not in names
    ]
    merged = (o.model_copy(update={"points": points.get(o.id, o.points)}) for o in options)
    return tuple(merged), faults
