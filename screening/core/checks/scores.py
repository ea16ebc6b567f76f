"""Scores and bands: points for everything, the range as declared, bands from end to end."""

from __future__ import annotations

from decimal import Decimal

from screening.core.answers import show_number
from screening.core.checks.fault import Fault, Faults
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.questionnaire import Questionnaire
from screening.core.score import KINDS, Band, Score
from screening.core.wording import guess
from screening.core.yaml_tree import Place

_SCORABLE = ChoiceItem | ChoicesItem | IntegerItem | ScaleItem | QuantityItem


def check_score_items(q: Questionnaire) -> Faults:
    """What is named in scores has what it needs."""
    for n, score in enumerate(q.scores):
        kinds = [kind for kind in KINDS if getattr(score, kind) is not None]
        if len(kinds) != 1:
            yield Fault(
                "one_kind",
                ("scores", n),
                f"“{score.id}” must be worked out in exactly one way.",
                f"Give one of: {', '.join(KINDS)}.",
            )
            continue
        yield from _check_weights(n, score)
        yield from _check_members(n, score)
        for m, item_id in enumerate(score.items):
            tail: Place = (item_id, "[key]") if score.kind == "weighted" else (m,)
            if q.has_item(item_id):
                yield from _check_points(("scores", n, score.kind, *tail), q.item(item_id))
        yield from _check_sets(n, score)


def _check_members(n: int, score: Score) -> Faults:
    """The items of a score: each once, those left out among them, a rule that fits its kind."""
    for item_id in sorted({i for i in score.items if score.items.count(i) > 1}):
        yield Fault(
            "counted_twice",
            ("scores", n, score.kind),
            f"“{item_id}” counts twice in “{score.id}”.",
            "Name it once; use `weighted` to give it more weight.",
        )
    for m, item_id in enumerate(score.leave_out.items if score.leave_out else ()):
        if item_id not in score.items:
            yield Fault(
                "not_in_score",
                ("scores", n, "leave_out", "items", m),
                f"“{item_id}” is not an item of “{score.id}”.",
                guess(item_id, score.items),
            )
    if score.missing != "incomplete" and score.kind in ("maximum", "weighted"):
        yield Fault(
            "prorate_does_not_fit",
            ("scores", n, "missing"),
            f"`{score.kind}` cannot be scaled up from the answered items.",
            "Take `prorate` away, or work it out as sum, count or mean.",
        )


def _check_weights(n: int, score: Score) -> Faults:
    for item_id, weight in (score.weighted or {}).items():
        if weight <= 0:
            yield Fault(
                "weight",
                ("scores", n, "weighted", item_id),
                "A weight must be above 0.",
                "Write a number such as 0.40.",
            )


def _check_points(place: Place, item: Item) -> Faults:
    if not isinstance(item, _SCORABLE):
        yield Fault(
            "not_scorable",
            place,
            f"“{item.id}” ({item.type}) has no points.",
            "Take it out of the score.",
        )
    elif isinstance(item, QuantityItem) and item.units is not None:
        yield Fault(
            "units_not_scorable",
            place,
            f"“{item.id}” comes in several units.",
            "Give it one `unit`, or take it out of the score.",
        )
    elif isinstance(item, ChoiceItem | ChoicesItem):
        bare = [option.id for option in item.choices if option.points is None]
        if bare:
            yield Fault(
                "no_points",
                place,
                f"In “{item.id}” these have no points: {', '.join(bare)}.",
                "Give every option points.",
            )


def _check_sets(n: int, score: Score) -> Faults:
    if any(band_set.id == "main" for band_set in score.band_sets) and score.bands:
        yield Fault(
            "doubled_id",
            ("scores", n, "bands"),
            "The band set “main” stands twice.",
            "Put these bands into the set.",
        )
    for m, band_set in enumerate(score.band_sets):
        place: Place = ("scores", n, "band_sets", m)
        if bool(band_set.bands) == bool(band_set.choose):
            yield Fault(
                "bands_or_choose",
                place,
                f"“{band_set.id}” needs `bands` or `choose`.",
                "Give exactly one of the two.",
            )
        for b, branch in enumerate(band_set.choose):
            last = b == len(band_set.choose) - 1
            if (branch.when is None) == (branch.otherwise is None):
                yield Fault(
                    "when_or_otherwise",
                    (*place, "choose", b),
                    "A branch needs `when` or `otherwise`.",
                    "Give exactly one.",
                )
            elif branch.otherwise is not None and not last:
                yield Fault(
                    "otherwise_last",
                    (*place, "choose", b),
                    "`otherwise` must stand last.",
                    "Move it to the end.",
                )


def check_scores(q: Questionnaire) -> Faults:
    """The declared range is what the items allow."""
    facts = Evaluation(q, {})
    for n, score in enumerate(q.scores):
        try:
            seen = facts.score(score.id)
        except OverflowError:
            yield Fault(
                "range_too_fine",
                ("scores", n),
                f"“{score.id}” has more possible values than can be followed.",
                "Use fewer decimals or a smaller range.",
            )
            continue
        if (seen.low, seen.high) != score.range:
            low, high = show_number(seen.low), show_number(seen.high)
            declared = " to ".join(show_number(end) for end in score.range)
            yield Fault(
                "wrong_range",
                ("scores", n, "range"),
                f"The items of “{score.id}” allow {low} to {high}, not {declared}.",
                f"Write [{low}, {high}], or correct the items.",
            )


def check_bands(q: Questionnaire) -> Faults:
    """Bands begin at the lowest value, rise, and can each be reached."""
    facts = Evaluation(q, {})
    for n, score in enumerate(q.scores):
        try:
            hits = facts.score(score.id).bands_possible
        except OverflowError:
            continue  # check_scores says so
        reached = {(hit.set_id, hit.band_id) for hit in hits}
        placed = [("main", ("scores", n, "bands"), score.bands)] if score.bands else []
        lists: list[tuple[str, Place, tuple[Band, ...]]] = list(placed)
        for m, band_set in enumerate(score.band_sets):
            at: Place = ("scores", n, "band_sets", m)
            if band_set.bands:
                lists.append((band_set.id, (*at, "bands"), band_set.bands))
            for b, branch in enumerate(band_set.choose):
                lists.append((band_set.id, (*at, "choose", b, "bands"), branch.bands))
        for set_id, place, bands in lists:
            yield from _check_edges(place, bands, score.range[0])
            for b, band in enumerate(bands):
                if (set_id, band.id) not in reached:
                    yield Fault(
                        "band_not_reached",
                        (*place, b),
                        f"No answers lead to “{band.id}”.",
                        "Correct its edge, or take it out.",
                    )


def _check_edges(place: Place, bands: tuple[Band, ...], lowest: Decimal) -> Faults:
    edges = [band.from_ for band in bands]
    if edges[0] != lowest:
        yield Fault(
            "first_band",
            (*place, 0, "from"),
            f"The bands begin at {edges[0]}, the score at {lowest}.",
            f"Let the first band start from {lowest}.",
        )
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
