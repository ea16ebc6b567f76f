"""Deliberate mistakes in computed values, bands and feature tables."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import pairwise

from screening.core.mutant_conditions import Changes
from screening.core.questionnaire import Computed, DurationUnit, FeatureRow
from screening.core.score import Band, Banded
from screening.core.yaml_tree import Place

Beside = Callable[[Decimal], Collection[Decimal]]

_UNITS: tuple[DurationUnit, ...] = ("h", "d", "wk", "mo", "a")


def band_changes(place: Place, figure: Banded, step: Decimal, beside: Beside) -> Changes:
    """Each edge moved by one step, or as far as it takes to move a value that answers lead to.

    step    between two values that are written down
    beside  the highest value below an edge and the lowest at or above it
    """
    lists: list[tuple[Place, tuple[Band, ...]]] = []
    if figure.bands:
        lists.append(((*place, "bands"), figure.bands))
    for n, band_set in enumerate(figure.band_sets):
        at: Place = (*place, "band_sets", n)
        if band_set.bands:
            lists.append(((*at, "bands"), band_set.bands))
        lists += [((*at, "choose", b, "bands"), br.bands) for b, br in enumerate(band_set.choose)]
    for where, bands in lists:
        for b, band in enumerate(bands[1:], start=1):
            below = [value for value in beside(band.from_) if value < band.from_]
            above = [value + step for value in beside(band.from_) if value >= band.from_]
            for edge in (*above, *below):
                what = f"{band.id} of {figure.id} begins at {edge}"
                yield "band_edge_moved", (*where, b, "from_"), what, edge


def computed_changes(place: Place, computed: Computed) -> Changes:
    """A duration or ratio the wrong way round, in another unit, or rounded otherwise."""
    if computed.between is not None:
        between = computed.between
        turned = between.model_copy(update={"from_": between.to, "to": between.from_})
        yield "ends_swapped", (*place, "between"), f"{computed.id} runs backwards", turned
        for one, other in (*pairwise(_UNITS), *pairwise(reversed(_UNITS))):
            if between.unit == one:
                what = f"{computed.id} counts in {other}"
                yield "unit_changed", (*place, "between", "unit"), what, other
    if computed.ratio is not None:
        ratio = computed.ratio
        turned_over = ratio.model_copy(update={"of": ratio.to, "to": ratio.of})
        yield "ends_swapped", (*place, "ratio"), f"{computed.id} is turned over", turned_over
        what = f"{computed.id} is ten times as much"
        yield "factor_changed", (*place, "ratio", "times"), what, ratio.times * 10


def feature_changes(place: Place, row: FeatureRow) -> Changes:
    """A row gone, and one that points the other way."""
    what = f"{row.id} points the other way"
    turned = row.model_copy(update={"towards": row.away, "away": row.towards})
    yield "row_turned", place, what, turned
    for key in ("towards", "away"):
        if getattr(row, key) is not None:
            yield "side_dropped", (*place, key), f"{row.id} never points {key}", None
