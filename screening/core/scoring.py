"""Answers -> Observations: value, bands, what is missing and what is still possible, with trace."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from screening.core.answers import Answer, Missing
from screening.core.banding import bands_at, branch, branches, branches_known, hit_of, in_file_order
from screening.core.facts import BandHit, Facts, MissingItem, Observation, TraceLine
from screening.core.gates import World, worlds
from screening.core.logic import holds_in, open_refs
from screening.core.points import answer_points
from screening.core.possible import can_be_complete, leaves_out, reachable
from screening.core.reach import Reach
from screening.core.rounding import lowest_rounding_to, round_half_up
from screening.core.score import Band, Score


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
    bands = bands_at(facts, score.sets, value) if value is not None else ()
    low, high, bands_possible = value, value, bands
    banded = frozenset(hit.set_id for hit in bands)
    if value is None or missing or not branches_known(facts, score.sets):
        low, high, bands_possible, banded = _outlook(facts, score, weights)
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
        banded=banded,
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
) -> tuple[Decimal, Decimal, tuple[BandHit, ...], frozenset[str]]:
    """Lowest and highest value and every band, over all that the missing answers may be.

    Last the ids of the band sets that give a band in every case.
    """
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    hits: set[BandHit] = set()
    banded = {band_set.id for band_set in score.sets}
    for world in _complete_worlds(facts, score):
        reach = reachable(world, score, weights)
        divisor = _divisor(world.facts, score)
        lows.append(round_half_up(reach.lowest / divisor, score.decimals))
        highs.append(round_half_up(reach.highest / divisor, score.decimals))
        for band_set in score.sets:
            if not band_set.bands and branch(world.facts, band_set) is None:
                banded.discard(band_set.id)
            for bands, reason in branches(world.facts, band_set):
                reached = _reached(bands, reach, divisor, score.decimals)
                hits |= {hit_of(band_set, band, reason) for band in reached}
    return min(lows), max(highs), in_file_order(score.sets, hits), frozenset(banded)


def _complete_worlds(facts: Facts, score: Score) -> list[World]:
    """The worlds in which the score can be had; all of them where it never can."""
    every = list(worlds(facts, score))
    return [world for world in every if can_be_complete(world.facts, score)] or every


def attainable_beside(facts: Facts, score: Score, edges: Iterable[Decimal]) -> frozenset[Decimal]:
    """For each edge, the highest value below it and the lowest from it on that answers lead to."""
    bounds = {edge: lowest_rounding_to(edge, score.decimals) for edge in edges}
    below: dict[Decimal, Decimal] = {}
    above: dict[Decimal, Decimal] = {}
    for world in _complete_worlds(facts, score) if bounds else ():
        reach, divisor = reachable(world, score, _weights(score)), _divisor(world.facts, score)
        for edge, bound in bounds.items():
            under, rest = reach.under(bound * divisor), reach.at_least(bound * divisor)
            if under is not None:
                highest = round_half_up(under.highest / divisor, score.decimals)
                below[edge] = max(highest, below.get(edge, highest))
            if rest is not None:
                lowest = round_half_up(rest.lowest / divisor, score.decimals)
                above[edge] = min(lowest, above.get(edge, lowest))
    return frozenset((*below.values(), *above.values()))


def _divisor(facts: Facts, score: Score) -> int:
    if score.kind != "mean":
        return 1
    return sum(leaves_out(facts, score, item_id) is not True for item_id in score.items) or 1


def _reached(bands: tuple[Band, ...], reach: Reach, divisor: int, decimals: int) -> list[Band]:
    edges = [lowest_rounding_to(band.from_, decimals) * divisor for band in bands]
    uppers: list[Fraction | None] = [*edges[1:], None]
    return [
        band
        for band, low, below in zip(bands, edges, uppers, strict=True)
        if reach.has_between(low, below)
    ]
