"""Computed values: whole units between two moments, and ratios; with the bands they lie in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from screening.core.answers import Answer
from screening.core.banding import bands_at, bands_between
from screening.core.facts import Computed, Facts
from screening.core.item import DateItem, DateTimeItem
from screening.core.moments import Moment, begins_after, not_after, units_between
from screening.core.questionnaire import Between, Ratio
from screening.core.questionnaire import Computed as Definition
from screening.core.rounding import round_half_up

# Durations run to the start of the visit, and a form is filled in after it: what was taken in the
# waiting room is no time ago. What lies later belongs to no visit of that start.
DURING_VISIT = timedelta(hours=2)


def compute(facts: Facts, definition: Definition) -> Computed:
    """The computed value; both ends None while anything it rests on is missing."""
    if definition.between is not None:
        return _banded(facts, definition, _duration(facts, definition.id, definition.between))
    assert definition.ratio is not None
    found = _ratio(facts, definition.id, definition.ratio, definition.decimals)
    return _banded(facts, definition, found)


def _banded(facts: Facts, definition: Definition, found: Computed) -> Computed:
    if not definition.sets or found.low is None or found.high is None:
        return found
    if found.low == found.high:
        bands = bands_at(facts, definition.sets, found.low)
        return replace(found, bands=bands, bands_possible=bands)
    may = bands_between(facts, definition.sets, found.low, found.high)
    # Branches may word one band in two ways: what is sure is the band, so its id counts.
    named = {(hit.set_id, hit.band_id): hit for hit in reversed(may)}
    sets = [set_id for set_id, _ in named]
    sure = tuple(hit for hit in reversed(named.values()) if sets.count(hit.set_id) == 1)
    return replace(found, bands=sure, bands_possible=may)


def _duration(facts: Facts, code: str, between: Between) -> Computed:
    """Nothing lies a negative time before the visit: what comes after its start cannot be told."""
    start, end = _moment(facts, between.from_), _moment(facts, between.to)
    if start is None or end is None:
        return Computed(code, None, None, between.unit)
    low, high = units_between(start, end, between.unit)
    if between.to == "visit" and low < 0:
        if begins_after(start, end, DURING_VISIT):
            return Computed(code, None, None, between.unit)
        low, high = 0, max(high, 0)
    return Computed(code, Decimal(low), Decimal(high), between.unit)


def _moment(facts: Facts, ref: str) -> Moment | None:
    if ref == "visit":
        return facts.visit
    found = facts.look(ref)
    if not isinstance(found, Answer) or not isinstance(found.value, Moment):
        return None
    if facts.questionnaire.has_item(ref):
        return within_visit(facts, ref, found.value)
    return found.value  # of another questionnaire, which has bounded it


def within_visit(facts: Facts, item_id: str, moment: Moment) -> Moment:
    """What an item's moment may be, where it may not lie after the visit."""
    item = facts.questionnaire.item(item_id)
    bounded = isinstance(item, DateItem | DateTimeItem) and item.not_after is not None
    return moment if facts.visit is None or not bounded else not_after(moment, facts.visit)


def _ratio(facts: Facts, code: str, ratio: Ratio, decimals: int) -> Computed:
    of, to = _number(facts, ratio.of), _number(facts, ratio.to)
    if of is None or to is None or to == 0:
        return Computed(code, None, None, None)
    exact = of * Fraction(ratio.times) / to
    value = round_half_up(exact, decimals)
    return Computed(code, value, value, "%" if ratio.times == 100 else None, exact)


def _number(facts: Facts, ref: str) -> Fraction | None:
    """A number, or a ratio before it was rounded: what rests on it is rounded once, too."""
    found = facts.look(ref)
    if isinstance(found, Computed):
        return found.exact
    if isinstance(found, Answer) and isinstance(found.value, Decimal):
        return Fraction(found.value)
    return None
