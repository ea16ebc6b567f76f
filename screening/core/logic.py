"""What conditions mean: true, false, or cannot tell (None). Declined is never false."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from screening.core.answers import Answer, Missing, Row
from screening.core.condition import (
    LIMITS,
    AllOf,
    AnyOf,
    Condition,
    ItemTest,
    NotOf,
    Operators,
)
from screening.core.facts import BandHit, Computed, Facts, Observation, Seen

Truth = bool | None
Look = Callable[[str], Seen]


def all_of(truths: Iterable[Truth]) -> Truth:
    """False when one is false; else cannot tell when one is unknown; else true."""
    joined: Truth = True
    for truth in truths:
        if truth is False:
            return False
        joined = None if truth is None else joined
    return joined


def any_of(truths: Iterable[Truth]) -> Truth:
    """True when one is true; else cannot tell when one is unknown; else false."""
    joined: Truth = False
    for truth in truths:
        if truth is True:
            return True
        joined = None if truth is None else joined
    return joined


def holds(condition: Condition, look: Look, *, negated: bool = False) -> Truth:
    """Whether a condition, or with `negated` its opposite, holds.

    `not` is carried down to the single tests: of a duration that spans 20 to 30 weeks, both
    "at least 26" and its opposite hold for some moment, and what holds for some moment holds.

    look     gives the item's state, computed value or score of a name
    returns  None when what is missing decides it
    """
    match condition:
        case ItemTest():  # the most by far
            return _test(condition.operators, look(condition.ref), negated)
        case AllOf(all=parts) | AnyOf(any=parts):
            joined = all_of if isinstance(condition, AllOf) is not negated else any_of
            return joined(holds(part, look, negated=negated) for part in parts)
        case NotOf():
            return holds(condition.not_, look, negated=not negated)


def _test(test: Operators, found: Seen, negated: bool) -> Truth:
    truth = _plain_test(test, found)
    if not negated or truth is None:
        return truth
    # Limits cut one piece out of a span: all of it meets them when both ends do.
    if truth and isinstance(found, Computed) and found.low is not None and found.high is not None:
        ends = _meets(test, found.low, found.low) and _meets(test, found.high, found.high)
        return not (ends and (test.band is None or _lies_in(test.band, found.bands_possible)))
    return not truth


def _plain_test(test: Operators, found: Seen) -> Truth:
    if test.answered is None and test.missing is None:
        return _value_test(test, found)
    truths: list[Truth] = []
    if test.answered is not None:
        truths.append(_is_answered(found) == test.answered)
    if test.missing is not None:
        truths.append(_is_missing(found, test.missing))
    if len(truths) < len(test.model_fields_set):
        truths.append(_value_test(test, found))
    return all_of(truths)


def _is_answered(found: Seen) -> bool:
    if isinstance(found, Computed):
        return found.low is not None
    if isinstance(found, Observation):
        return found.value is not None
    return isinstance(found, Answer)


def _is_missing(found: Seen, reason: str) -> bool:
    if isinstance(found, Missing):
        return reason in ("any", found.reason)
    return reason == "any" and not _is_answered(found)


def _value_test(test: Operators, found: Seen) -> Truth:
    if isinstance(found, Missing):
        return None
    if isinstance(found, Computed):
        return _computed_test(test, found)
    if isinstance(found, Observation):
        return _observation_test(test, found)
    if isinstance(found.value, Decimal) and LIMITS & test.model_fields_set:
        return _meets(test, found.value, found.value)
    return _words_test(test, found)


def _computed_test(test: Operators, found: Computed) -> Truth:
    if found.low is None or found.high is None:
        return None
    in_band = test.band is None or any(hit.band_id in test.band for hit in found.bands_possible)
    return in_band and _meets(test, found.low, found.high)


def _lies_in(wanted: Sequence[str], hits: Sequence[BandHit]) -> bool:
    """Whether all bands of some set are among those wanted."""
    sets = {hit.set_id for hit in hits}
    return any(all(hit.band_id in wanted for hit in hits if hit.set_id == name) for name in sets)


def _observation_test(test: Operators, found: Observation) -> Truth:
    """While a score is incomplete it tells what every value that is still possible agrees on."""
    truths = [_possible_limit(found, name, getattr(test, name)) for name in sorted(LIMITS)]
    return all_of([*truths, _band_test(test, found)])


def _possible_limit(found: Observation, name: str, limit: Decimal | None) -> Truth:
    if limit is None:
        return True
    low, high = (found.low, found.high) if found.value is None else (found.value, found.value)
    met = {_within(name, limit, end) for end in (low, high)}
    return met.pop() if len(met) == 1 else None


def _within(name: str, limit: Decimal, value: Decimal) -> bool:
    return {
        "at_least": value >= limit,
        "above": value > limit,
        "at_most": value <= limit,
        "below": value < limit,
    }[name]


def _band_test(test: Operators, found: Observation) -> Truth:
    if test.band is None:
        return True
    now = {hit.set_id: {hit.band_id} for hit in found.bands}
    may: dict[str, set[str]] = {}
    for hit in found.bands_possible:
        may.setdefault(hit.set_id, set()).add(hit.band_id)
    by_set = may | now
    wanted = set(test.band)
    if any(bands <= wanted for name, bands in by_set.items() if name in {*now, *found.banded}):
        return True
    return None if any(bands & wanted for bands in by_set.values()) else False


def _meets(test: Operators, low: Decimal, high: Decimal) -> bool:
    """True when any value of the span meets every limit; only durations span, in whole units."""
    if low == high:
        return (
            (test.at_least is None or low >= test.at_least)
            and (test.above is None or low > test.above)
            and (test.at_most is None or low <= test.at_most)
            and (test.below is None or low < test.below)
        )
    starts = [low]
    ends = [high]
    if test.at_least is not None:
        starts.append(test.at_least.to_integral_value(ROUND_CEILING))
    if test.above is not None:
        starts.append(test.above.to_integral_value(ROUND_FLOOR) + 1)
    if test.at_most is not None:
        ends.append(test.at_most.to_integral_value(ROUND_FLOOR))
    if test.below is not None:
        ends.append(test.below.to_integral_value(ROUND_CEILING) - 1)
    return max(starts) <= min(ends)


def _words_test(test: Operators, found: Answer) -> Truth:
    value = found.value
    if test.any_row is not None and isinstance(value, tuple):
        return any_of(
            holds(test.any_row, row_look(row)) for row in value if not isinstance(row, str)
        )
    truths: list[Truth] = []
    if test.is_ is not None:
        truths.append(value in test.is_)
    if test.is_not is not None:
        truths.append(value not in test.is_not)
    if test.band is not None and isinstance(value, str):  # a score of another questionnaire
        truths.append(value in test.band)
    if test.includes is not None and isinstance(value, tuple):
        truths.append(any(option in value for option in test.includes))
    return all_of(truths) if truths else None


def row_look(row: Row) -> Look:
    """Look-up within one row: a field left empty is missing."""
    return lambda field_id: row.get(field_id) or Missing(field_id, "not_recorded")


def holds_in(condition: Condition, facts: Facts, *, negated: bool = False) -> Truth:
    """Whether a condition, or with `negated` its opposite, holds for these facts."""
    return holds(condition, facts.look, negated=negated)


def open_refs(condition: Condition, look: Look) -> tuple[str, ...]:
    """What a condition that cannot be told waits for, each once, in the order of the file."""

    def waiting(part: Condition) -> Iterator[str]:
        if holds(part, look) is not None:
            return
        match part:
            case AllOf(all=parts) | AnyOf(any=parts):
                for one in parts:
                    yield from waiting(one)
            case NotOf():
                yield from waiting(part.not_)
            case ItemTest():
                yield part.ref

    return tuple(dict.fromkeys(waiting(condition)))
