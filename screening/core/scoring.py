"""Answers -> Observations: value, bands, what is missing and what is still possible, with trace."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from screening.core.answers import Answer, Missing
from screening.core.condition import refs_in
from screening.core.facts import BandHit, Facts, MissingItem, Observation, TraceLine
from screening.core.logic import holds_in
from screening.core.points import answer_points
from screening.core.possible import leaves_out, reachable, worlds
from screening.core.reach import Reach
from screening.core.rounding import lowest_rounding_to, round_half_up
from screening.core.score import Band, BandSet, Branch, Score


def observe_score(facts: Facts, score: Score) -> Observation:
    """One score of a filled-in questionnaire.

    The value is None while anything needed is missing, and so are the bands; then `low`,
    `high` and `bands_possible` say exactly what the missing answers may still make of it.
    """
    weights = _weights(score)
    counting = [i for i in score.items if leaves_out(facts, score, i) is not True]
    missing = _missing(facts, score, counting)
    trace = _trace(facts, score, counting, weights)
    value, prorated = _value(score, trace, len(counting), missing)
    sure = value is not None and not missing
    low, high, bands_possible = _outlook(facts, score, weights)
    bands = _bands_at(facts, score, value) if value is not None else ()
    return Observation(
        code=score.id,
        value=value,
        low=value if sure and value is not None else low,
        high=value if sure and value is not None else high,
        range=score.range,
        bands=bands,
        bands_possible=bands if sure and _branches_known(facts, score) else bands_possible,
        missing=missing,
        prorated=prorated,
        trace=trace,
        answered=len(trace),
        needed=len(counting),
    )


def _weights(score: Score) -> dict[str, Decimal]:
    return dict(score.weighted or {item_id: Decimal(1) for item_id in score.items})


def _missing(facts: Facts, score: Score, counting: list[str]) -> tuple[MissingItem, ...]:
    found: list[MissingItem] = []
    for item_id in counting:
        state = facts.look(item_id)
        if answer_points(facts, facts.questionnaire.item(item_id)) is None:
            reason = state.reason if isinstance(state, Missing) else "not_recorded"
            found.append(MissingItem(item_id, reason))
    if score.leave_out is not None and holds_in(score.leave_out.when, facts) is None:
        found += _open_refs(facts, score)
    return tuple(found)


def _open_refs(facts: Facts, score: Score) -> list[MissingItem]:
    """What decides whether items are left out, as far as it is missing."""
    assert score.leave_out is not None
    states = [facts.look(ref) for ref in refs_in(score.leave_out.when)]
    return [MissingItem(s.item_id, s.reason) for s in states if isinstance(s, Missing)]


def _trace(
    facts: Facts, score: Score, counting: list[str], weights: dict[str, Decimal]
) -> tuple[TraceLine, ...]:
    lines: list[TraceLine] = []
    running = Decimal(0)
    for item_id in counting:
        points = answer_points(facts, facts.questionnaire.item(item_id))
        state = facts.look(item_id)
        if points is None or not isinstance(state, Answer | Missing):
            continue
        worth = Decimal(points > 0) if score.kind == "count" else points * weights[item_id]
        if score.kind == "maximum":
            running = max(running, worth) if lines else worth
        else:
            running += worth
        lines.append(TraceLine(item_id, state, worth, running))
    return tuple(lines)


def _value(
    score: Score, trace: tuple[TraceLine, ...], needed: int, missing: tuple[MissingItem, ...]
) -> tuple[Decimal | None, bool]:
    """The rounded value, and whether it was prorated."""
    # What picks the items to leave out is never prorated away.
    absent = needed - len(trace)
    if not trace or len(missing) > absent or absent > score.prorate_at_most:
        return None, False
    exact = Fraction(trace[-1].running)
    if score.kind == "mean":
        exact /= len(trace)
    elif absent:
        exact = exact / len(trace) * needed
    return round_half_up(exact, score.decimals), absent > 0


def _outlook(
    facts: Facts, score: Score, weights: dict[str, Decimal]
) -> tuple[Decimal, Decimal, tuple[BandHit, ...]]:
    """Lowest and highest value and every band, over all that the missing answers may be."""
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    hits: set[tuple[str, str]] = set()
    for world in worlds(facts, score):
        reach = reachable(world, score, weights)
        divisor = _divisor(world, score)
        lows.append(round_half_up(reach.lowest / divisor, score.decimals))
        highs.append(round_half_up(reach.highest / divisor, score.decimals))
        for band_set in score.sets:
            for bands in _branches(world, band_set):
                hits |= {(band_set.id, b) for b in _reached(bands, reach, divisor, score.decimals)}
    return min(lows), max(highs), _in_file_order(score, hits)


def _divisor(facts: Facts, score: Score) -> int:
    if score.kind != "mean":
        return 1
    return sum(leaves_out(facts, score, item_id) is not True for item_id in score.items) or 1


def _reached(bands: tuple[Band, ...], reach: Reach, divisor: int, decimals: int) -> set[str]:
    edges = [lowest_rounding_to(band.from_, decimals) * divisor for band in bands]
    uppers: list[Fraction | None] = [*edges[1:], None]
    return {
        band.id
        for band, low, below in zip(bands, edges, uppers, strict=True)
        if reach.has_between(low, below)
    }


def _in_file_order(score: Score, hits: set[tuple[str, str]]) -> tuple[BandHit, ...]:
    found: list[BandHit] = []
    for band_set in score.sets:
        seen: set[str] = set()
        for bands in band_set.branches():
            for band in bands:
                if (band_set.id, band.id) in hits and band.id not in seen:
                    seen.add(band.id)
                    found.append(BandHit(band_set.id, band_set.basis, band.id, band.words))
    return tuple(found)


def _branches(facts: Facts, band_set: BandSet) -> tuple[tuple[Band, ...], ...]:
    """The lists of bands that may apply to these facts."""
    if band_set.bands:
        return (band_set.bands,)
    taken: list[tuple[Band, ...]] = []
    for branch in band_set.choose:
        truth = True if branch.when is None else holds_in(branch.when, facts)
        if truth is not False:
            taken.append(branch.bands)
        if truth is True:
            break
    return tuple(taken)


def _branch(facts: Facts, band_set: BandSet) -> Branch | None:
    """The branch that applies: the first that holds, else `otherwise`, else none."""
    for branch in band_set.choose:
        if branch.when is not None and holds_in(branch.when, facts) is True:
            return branch
    return next((branch for branch in band_set.choose if branch.when is None), None)


def _branches_known(facts: Facts, score: Score) -> bool:
    return all(
        band_set.bands or len(_branches(facts, band_set)) == 1 or _branch(facts, band_set)
        for band_set in score.sets
    )


def _bands_at(facts: Facts, score: Score, value: Decimal) -> tuple[BandHit, ...]:
    found: list[BandHit] = []
    for band_set in score.sets:
        bands, reason = band_set.bands, None
        if not bands:
            branch = _branch(facts, band_set)
            if branch is None:
                continue
            bands, reason = branch.bands, branch.otherwise
        under = [band for band in bands if band.from_ <= value]
        if under:
            band = max(under, key=lambda one: one.from_)
            found.append(BandHit(band_set.id, band_set.basis, band.id, band.words, reason))
    return tuple(found)
