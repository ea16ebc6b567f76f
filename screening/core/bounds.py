"""What a computed value can come to at all: its lowest and highest, and what lies at an edge."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

from screening.core.item import IntegerItem, QuantityItem, ScaleItem
from screening.core.questionnaire import Computed, Questionnaire, Ratio
from screening.core.rounding import round_half_up

_MOST_PAIRS = 20_000  # of numbers that are divided one by one; beyond that a ratio has no gaps
_DEEPEST = 30  # ratios of ratios; a circle is a fault of its own

End = Fraction | None  # None: without end
Span = tuple[End, End]


def computed_bounds(q: Questionnaire, computed: Computed) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value after rounding; None where it has no such end."""
    if computed.ratio is None:
        # What lies after the visit is no duration to it; see computing.
        to_visit = computed.between is not None and computed.between.to == "visit"
        return Decimal(0) if to_visit else None, None
    low, high = _ratio_span(q, computed.ratio, 0)
    return _rounded(low, computed.decimals), _rounded(high, computed.decimals)


def computed_beside(q: Questionnaire, computed: Computed, edge: Decimal) -> tuple[Decimal, ...]:
    """The highest value below an edge and the lowest at or above it that answers can lead to."""
    step = Decimal(1).scaleb(-computed.decimals) if computed.ratio else Decimal(1)
    values = _listed(q, computed)
    if values is None:
        return (edge - step, edge)
    below = [value for value in values if value < edge]
    above = [value for value in values if value >= edge]
    return (*below[-1:], *above[:1])


def _listed(q: Questionnaire, computed: Computed) -> list[Decimal] | None:
    """Every value a ratio of two items comes to, sorted; None where they are too many."""
    if computed.ratio is None:
        return None
    ratio = computed.ratio
    grids = [_grid(q.named(ref)) for ref in (ratio.of, ratio.to)]
    if grids[0] is None or grids[1] is None or len(grids[0]) * len(grids[1]) > _MOST_PAIRS:
        return None
    above = [Fraction(of) * Fraction(ratio.times) for of in grids[0]]
    below = [Fraction(to) for to in grids[1] if to]
    shares = {of / to for of, to in product(above, below)}
    return sorted({round_half_up(share, computed.decimals) for share in shares})


def _grid(item: object) -> list[Decimal] | None:
    if not isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        return None
    step = Decimal(1).scaleb(-item.places)
    count = int((item.max - item.min) / step) + 1
    return [item.min + step * n for n in range(count)] if count <= _MOST_PAIRS else None


def _span(q: Questionnaire, ref: str, depth: int) -> Span:
    known = q.named(ref)
    if isinstance(known, IntegerItem | ScaleItem | QuantityItem):
        return Fraction(known.min), Fraction(known.max)
    if isinstance(known, Computed) and known.ratio is not None and depth < _DEEPEST:
        return _ratio_span(q, known.ratio, depth + 1)
    return None, None


def _ratio_span(q: Questionnaire, ratio: Ratio, depth: int) -> Span:
    """Of numbers from 0 on; anything else is left without ends."""
    (low, high), (least, most) = _span(q, ratio.of, depth), _span(q, ratio.to, depth)
    if low is None or low < 0 or least is None or least < 0:
        return None, None
    smallest = least or _step(q, ratio.to)  # nothing is divided by nought
    times = Fraction(ratio.times)
    lowest = Fraction(0) if most is None else low * times / most
    return lowest, None if high is None or smallest is None else high * times / smallest


def _step(q: Questionnaire, ref: str) -> End:
    item = q.named(ref)
    if not isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        return None
    return Fraction(1, 10**item.places)


def _rounded(value: End, decimals: int) -> Decimal | None:
    return None if value is None else round_half_up(value, decimals)
