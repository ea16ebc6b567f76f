"""Answers -> Observations: value, bands, what is missing and what is still possible, with trace."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from screening.core.answers import Answer, Missing
from screening.core.enabling import stays_unknown
from screening.core.facts import BandHit, Facts, MissingItem, Observation, TraceLine
from screening.core.gates import World, worlds
from screening.core.logic import holds_in, open_refs
from screening.core.points import answer_points
from screening.core.possible import can_be_complete, leaves_out, reachable
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
    value, prorated = _value(facts, score, trace, len(counting))
    bands = _bands_at(facts, score, value) if value is not None else ()
    low, high, bands_possible = value, value, bands
    if value is None or missing or not _branches_known(facts, score):
        low, high, bands_possible = _outlook(facts, score, weights)
    assert low is not None
    assert high is not None
    return Observation(
        code=score.id,
        value=value,
        low=low,
        high=high,
        range=score.range,
        bands=bands,
        bands_possible=bands_possible,
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
    if _leaves_out_unknown(facts, score):
        found += _deciding(facts, score)
    return tuple(dict.fromkeys(found))


def _leaves_out_unknown(facts: Facts, score: Score) -> bool:
    return score.leave_out is not None and holds_in(score.leave_out.when, facts) is None


def _deciding(facts: Facts, score: Score) -> list[MissingItem]:
    """What decides whether items are left out, as far as it is missing."""
    assert score.leave_out is not None
    found: list[MissingItem] = []
    for ref in open_refs(score.leave_out.when, facts.look):
        states = [facts.look(item_id) for item_id in facts.questionnaire.rests_on(ref)]
        missing = [MissingItem(s.item_id, s.reason) for s in states if isinstance(s, Missing)]
        found += missing or [MissingItem(ref, "not_recorded")]
    return found


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
    facts: Facts, score: Score, trace: tuple[TraceLine, ...], needed: int
) -> tuple[Decimal | None, bool]:
    """The rounded value, and whether it was prorated."""
    absent = needed - len(trace)
    # What picks the items to leave out is never prorated away.
    if not trace or absent > score.prorate_at_most or _leaves_out_unknown(facts, score):
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
    for world in _complete_worlds(facts, score):
        reach = reachable(world, score, weights)
        divisor = _divisor(world.facts, score)
        lows.append(round_half_up(reach.lowest / divisor, score.decimals))
        highs.append(round_half_up(reach.highest / divisor, score.decimals))
        for band_set in score.sets:
            for bands in _branches(world.facts, band_set):
                hits |= {(band_set.id, b) for b in _reached(bands, reach, divisor, score.decimals)}
    return min(lows), max(highs), _in_file_order(score, hits)


def _complete_worlds(facts: Facts, score: Score) -> list[World]:
    """The worlds in which the score can be had; all of them where it never can."""
    every = list(worlds(facts, score))
    return [world for world in every if can_be_complete(world.facts, score)] or every


def attainable_beside(facts: Facts, score: Score, edge: Decimal) -> tuple[Decimal, ...]:
    """The highest value below an edge and the lowest at or above it that answers can lead to."""
    below: list[Decimal] = []
    above: list[Decimal] = []
    for world in _complete_worlds(facts, score):
        reach, divisor = reachable(world, score, _weights(score)), _divisor(world.facts, score)
        bound = lowest_rounding_to(edge, score.decimals) * divisor
        under, rest = reach.under(bound), reach.at_least(bound)
        if under is not None:
            below.append(round_half_up(under.highest / divisor, score.decimals))
        if rest is not None:
            above.append(round_half_up(rest.lowest / divisor, score.decimals))
    return (*sorted(below)[-1:], *sorted(above)[:1])


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
        if branch.when is not None and stays_unknown(facts, branch.when):
            return (*taken, *(last.bands for last in band_set.choose if last.when is None))
        truth = True if branch.when is None else holds_in(branch.when, facts)
        if truth is not False:
            taken.append(branch.bands)
        if truth is True:
            break
    return tuple(taken)


def _branch(facts: Facts, band_set: BandSet) -> Branch | None:
    """The first branch that holds; `otherwise` when none does or an earlier one may; else none."""
    for branch in band_set.choose:
        truth = None if branch.when is None else holds_in(branch.when, facts)
        if truth is True:
            return branch
        if truth is None:
            break
    return next((branch for branch in band_set.choose if branch.when is None), None)


def _branches_known(facts: Facts, score: Score) -> bool:
    return all(
        band_set.bands or not _branches(facts, band_set) or _branch(facts, band_set)
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
