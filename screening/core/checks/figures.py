"""Computed values and feature rows: what they are worked out from fits."""

from __future__ import annotations

from screening.core.checks.fault import Fault, Faults
from screening.core.item import IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.questionnaire import Questionnaire


def check_figures(q: Questionnaire) -> Faults:
    """Faults of computed values and of feature tables."""
    yield from _check_computed(q)
    for n, table in enumerate(q.features):
        for m, row in enumerate(table.rows):
            if row.towards is None and row.away is None:
                yield Fault(
                    "says_nothing",
                    ("features", n, "rows", m),
                    f"“{row.id}” can say nothing.",
                    "Give `towards` or `away`.",
                )


def _check_computed(q: Questionnaire) -> Faults:
    for n, computed in enumerate(q.computed):
        if (computed.between is None) == (computed.ratio is None):
            yield Fault(
                "one_way",
                ("computed", n),
                f"“{computed.id}” needs `between` or `ratio`.",
                "Give exactly one of the two.",
            )
        elif computed.between is not None:
            for key, ref in (("from", computed.between.from_), ("to", computed.between.to)):
                if q.has_item(ref) and q.item(ref).type not in ("date", "date_time"):
                    yield Fault(
                        "not_a_moment",
                        ("computed", n, "between", key),
                        f"“{ref}” is neither a date nor a date_time.",
                        "Name a date, or `visit`.",
                    )
        elif computed.ratio is not None:
            for key, ref in (("of", computed.ratio.of), ("to", computed.ratio.to)):
                if q.has_item(ref) and not _is_plain_number(q.item(ref)):
                    yield Fault(
                        "not_a_quantity",
                        ("computed", n, "ratio", key),
                        f"“{ref}” is not a number in one unit.",
                        "Name an integer, a scale, or a quantity with one `unit`.",
                    )


def _is_plain_number(item: Item) -> bool:
    if isinstance(item, QuantityItem):
        return item.units is None
    return isinstance(item, IntegerItem | ScaleItem)
