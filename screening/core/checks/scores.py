"""Scores: points for everything, and the range as declared. Their bands: bands.py."""

from __future__ import annotations

from screening.core.answers import show_number
from screening.core.checks.fault import Fault, Faults
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.questionnaire import Questionnaire
from screening.core.score import KINDS, Score
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


def check_scores(facts: Evaluation) -> Faults:
    """The declared range is what the items allow."""
    for n, score in enumerate(facts.questionnaire.scores):
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
