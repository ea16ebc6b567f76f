"""Computed values and feature rows: what they are worked out from fits."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.checks.fault import Fault, Faults
from screening.core.item import DateItem, DateTimeItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Score
from screening.core.yaml_tree import Place


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
            continue
        for place, ref in placed_ends(n, computed):
            known = q.named(ref)
            if known is not None and not fits_end(known, place):
                yield unfit_end(place, ref)
        if computed.ratio is not None and computed.ratio.times <= 0:
            yield Fault(
                "weight",
                ("computed", n, "ratio", "times"),
                "A ratio is multiplied by a number above 0.",
                "Write 1, or 100 for percent.",
            )


def placed_ends(n: int, computed: Computed) -> Iterator[tuple[Place, str]]:
    """The ends of a computed value, each with its place in the file."""
    if computed.between is not None:
        yield ("computed", n, "between", "from"), computed.between.from_
        yield ("computed", n, "between", "to"), computed.between.to
    elif computed.ratio is not None:
        yield ("computed", n, "ratio", "of"), computed.ratio.of
        yield ("computed", n, "ratio", "to"), computed.ratio.to


def fits_end(known: Item | Computed | Score, place: Place) -> bool:
    """Whether a duration may begin or end with it, or a ratio be made of it."""
    if "between" in place:
        return isinstance(known, DateItem | DateTimeItem)
    if isinstance(known, Computed):
        return known.ratio is not None  # a duration may be a span, which a ratio is not
    if isinstance(known, QuantityItem):
        return known.units is None
    return isinstance(known, IntegerItem | ScaleItem)


def unfit_end(place: Place, ref: str) -> Fault:
    """What to say of an end that does not fit."""
    if "between" in place:
        problem = f"“{ref}” is neither a date nor a date_time."
        return Fault("not_a_moment", place, problem, "Name a date, or `visit`.")
    problem = f"“{ref}” is not a number in one unit."
    fix = "Name an integer, a scale, a quantity with one `unit`, or another ratio."
    return Fault("not_a_quantity", place, problem, fix)
