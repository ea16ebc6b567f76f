"""Bands of scores and of computed values: shape, order, from end to end, and each reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from screening.core.answers import show_number
from screening.core.bounds import computed_bounds
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_figures
from screening.core.evaluation import Evaluation
from screening.core.questionnaire import Questionnaire
from screening.core.score import Band, Banded, Score
from screening.core.yaml_tree import Place


def band_lists(place: Place, figure: Banded) -> Iterator[tuple[str, Place, tuple[Band, ...]]]:
    """Every list of bands with its set and its place in the file."""
    if figure.bands:
        yield "main", (*place, "bands"), figure.bands
    for m, band_set in enumerate(figure.band_sets):
        at: Place = (*place, "band_sets", m)
        if band_set.bands:
            yield band_set.id, (*at, "bands"), band_set.bands
        for b, branch in enumerate(band_set.choose):
            yield band_set.id, (*at, "choose", b, "bands"), branch.bands


def check_band_sets(q: Questionnaire) -> Faults:
    """The shape of every band set."""
    for place, figure in placed_figures(q):
        if any(band_set.id == "main" for band_set in figure.band_sets) and figure.bands:
            yield Fault(
                "doubled_id",
                (*place, "bands"),
                "The band set “main” stands twice.",
                "Put these bands into the set.",
            )
        yield from _check_branches(place, figure)


def _check_branches(place: Place, figure: Banded) -> Faults:
    for m, band_set in enumerate(figure.band_sets):
        at: Place = (*place, "band_sets", m)
        if bool(band_set.bands) == bool(band_set.choose):
            yield Fault(
                "bands_or_choose",
                at,
                f"“{band_set.id}” needs `bands` or `choose`.",
                "Give exactly one of the two.",
            )
        for b, branch in enumerate(band_set.choose):
            last = b == len(band_set.choose) - 1
            if (branch.when is None) == (branch.otherwise is None):
                yield Fault(
                    "when_or_otherwise",
                    (*at, "choose", b),
                    "A branch needs `when` or `otherwise`.",
                    "Give exactly one.",
                )
            elif branch.otherwise is not None and not last:
                yield Fault(
                    "otherwise_last",
                    (*at, "choose", b),
                    "`otherwise` must stand last.",
                    "Move it to the end.",
                )


def check_bands(facts: Evaluation) -> Faults:
    """Bands begin at the lowest value, rise, and can each be reached."""
    q = facts.questionnaire
    for place, figure in placed_figures(q):
        lists = tuple(band_lists(place, figure))
        if isinstance(figure, Score):
            yield from _check_score(facts, figure, lists)
            continue
        lowest, highest = computed_bounds(q, figure)
        for _, at, bands in lists:
            yield from _check_computed(at, bands, lowest, highest)


def _check_score(
    facts: Evaluation, score: Score, lists: tuple[tuple[str, Place, tuple[Band, ...]], ...]
) -> Faults:
    try:
        hits = facts.score(score.id).bands_possible
    except OverflowError:
        return  # check_scores says so
    reached = {(hit.set_id, hit.band_id) for hit in hits}
    for set_id, place, bands in lists:
        if bands[0].from_ != score.range[0]:
            yield _first_band(place, bands[0].from_, score.range[0])
        yield from _check_order(place, bands)
        for b, band in enumerate(bands):
            if (set_id, band.id) not in reached:
                yield _not_reached((*place, b), band)


def _check_computed(
    place: Place, bands: tuple[Band, ...], lowest: Decimal | None, highest: Decimal | None
) -> Faults:
    """A ratio has no declared range: its bands may begin below what the answers lead to."""
    if lowest is not None and bands[0].from_ > lowest:
        yield _first_band(place, bands[0].from_, lowest)
    yield from _check_order(place, bands)
    ends = [*(band.from_ for band in bands[1:]), None]
    for b, (band, end) in enumerate(zip(bands, ends, strict=True)):
        too_low = end is not None and lowest is not None and end <= lowest
        if too_low or (highest is not None and band.from_ > highest):
            yield _not_reached((*place, b), band)


def _first_band(place: Place, first: Decimal, lowest: Decimal) -> Fault:
    return Fault(
        "first_band",
        (*place, 0, "from"),
        f"The bands begin at {show_number(first)}, the values at {show_number(lowest)}.",
        f"Let the first band start from {show_number(lowest)}.",
    )


def _not_reached(place: Place, band: Band) -> Fault:
    return Fault(
        "band_not_reached",
        place,
        f"No answers lead to “{band.id}”.",
        "Correct its edge, or take it out.",
    )


def _check_order(place: Place, bands: tuple[Band, ...]) -> Faults:
    edges = [band.from_ for band in bands]
    if any(a >= b for a, b in zip(edges, edges[1:], strict=False)):
        yield Fault(
            "bands_unordered",
            place,
            "The bands do not rise.",
            "Write them from low to high, each edge once.",
        )
    ids = [band.id for band in bands]
    if len(set(ids)) != len(ids):
        yield Fault("doubled_id", place, "Two bands share one id.", "Give each its own.")
