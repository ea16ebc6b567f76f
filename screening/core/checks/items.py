"""Items: limits that make sense, units, precisions, points from edges."""

from __future__ import annotations

from decimal import Decimal

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_items
from screening.core.item import (
    PRECISIONS,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import Place

_DATE = ("day", "month", "year")


def check_items(questionnaire: Questionnaire) -> Faults:
    """Faults of single items, the fields of rows included."""
    for place, item in placed_items(questionnaire):
        yield from _check(place, item)
        if item.when_not_asked is not None and item.enable_when is None:
            yield Fault(
                "never_not_asked",
                (*place, "when_not_asked"),
                f"“{item.id}” is always asked.",
                "Add `enable_when`, or take `when_not_asked` away.",
            )
        if isinstance(item, RowsItem):
            for n, field in enumerate(item.fields):
                at = (*place, "fields", n)
                yield from _check(at, field)
                for key in ("enable_when", "rated_by", "same_as", "when_not_asked"):
                    if getattr(field, key) is not None:
                        yield Fault(
                            "not_for_fields",
                            (*at, key),
                            f"A field has no `{key}`.",
                            "Take it away, or give it to the rows item.",
                        )


def _check(place: Place, item: Item) -> Faults:
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        yield from _check_numbers(place, item)
    if isinstance(item, QuantityItem) and (item.unit is None) == (item.units is None):
        yield Fault(
            "unit_unclear",
            place,
            f"“{item.id}” needs `unit` or `units`, and not both.",
            "Give one unit, or the units to choose from.",
        )
    if isinstance(item, DateItem | DateTimeItem):
        yield from _check_precision(place, item)


def _check_numbers(place: Place, item: IntegerItem | ScaleItem | QuantityItem) -> Faults:
    if item.min >= item.max:
        yield Fault(
            "empty_range",
            (*place, "min"),
            f"“{item.id}” starts at or above its end.",
            "Make `min` smaller than `max`.",
        )
    for key, number in (("min", item.min), ("max", item.max)):
        if _places(number) > item.places:
            yield Fault(
                "too_many_decimals",
                (*place, key),
                f"{number} has more digits than the item.",
                "Raise `decimals`, or round the limit.",
            )
    edges = list(item.points or ())
    if not edges:
        return
    at: Place = (*place, "points")
    if edges[0] != item.min:
        yield Fault(
            "first_edge",
            at,
            f"The first edge {edges[0]} is not the smallest answer {item.min}.",
            f"Begin with {item.min}.",
        )
    if (
        edges != sorted(edges)
        or edges[-1] > item.max
        or any(_places(e) > item.places for e in edges)
    ):
        yield Fault(
            "edges_unordered",
            at,
            "The edges do not rise within the item's range.",
            "Write them from low to high, none above `max`.",
        )


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _check_precision(place: Place, item: DateItem | DateTimeItem) -> Faults:
    order = [PRECISIONS.index(precision) for precision in item.precision]
    at = (*place, "precision")
    if order != sorted(order):
        yield Fault("precision_order", at, "The finest precision stands first.", "Swap the two.")
    if isinstance(item, DateItem) and any(p not in _DATE for p in item.precision):
        yield Fault(
            "precision_of_date",
            at,
            "A date has no time of day.",
            "Use day, month and year, or make it `date_time`.",
        )
