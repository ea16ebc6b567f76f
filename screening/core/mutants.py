"""Deliberate mistakes: each changes one thing of a questionnaire, and its cases must notice.

A mistake that no case notices is one that an administrator could make unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from screening.core.bounds import computed_beside
from screening.core.case import Case
from screening.core.cases import run_case
from screening.core.checks.conditions import placed_conditions
from screening.core.checks.fault import Fault
from screening.core.checks.names import placed_figures, placed_items
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.levels import LEVELS
from screening.core.mutant_conditions import Change, Changes, condition_changes, may_be_unknown
from screening.core.mutant_figures import (
    band_changes,
    computed_changes,
    feature_changes,
)
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.replacing import DROP, put
from screening.core.score import KINDS, Prorate, ProrateLimit, Score
from screening.core.scoring import attainable_beside
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A questionnaire with one mistake."""

    kind: str  # e.g. "points_swapped"
    place: Place  # where the mistake was made
    what: str  # in words
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class MutantRun:
    """What the cases made of all mistakes."""

    tried: int
    unnoticed: tuple[Mutant, ...]
    whole: bool = True  # False: it was ended before every mistake had been tried

    @property
    def faults(self) -> list[Fault]:
        """Each mistake that no case noticed, where it was made."""
        return [
            Fault(
                "unnoticed_mistake",
                mutant.place,
                f"No case would notice this mistake: {mutant.what}.",
                "Add a case that comes out otherwise with it.",
            )
            for mutant in self.unnoticed
        ]


def run_mutants(
    questionnaire: Questionnaire, go_on: Callable[[], bool] = lambda: True
) -> MutantRun:
    """Try every mistake on the questionnaire's cases.

    go_on   asked before each mistake; the run ends where it says no
    """
    tried = 0
    unnoticed: list[Mutant] = []
    cases = list(questionnaire.cases)
    for mutant in mutants(questionnaire):
        if not go_on():
            return MutantRun(tried, tuple(unnoticed), whole=False)
        tried += 1
        cases.sort(key=lambda case: not _speaks_of(questionnaire, mutant.place, case))
        if not _noticed(mutant.questionnaire, cases):
            unnoticed.append(mutant)
    return MutantRun(tried, tuple(unnoticed))


def _speaks_of(questionnaire: Questionnaire, place: Place, case: Case) -> bool:
    """Whether a case expects something of what was changed: it is the likeliest to notice."""
    part = str(place[0])
    if part not in ("scores", "computed", "features", "findings"):
        return False
    return getattr(questionnaire, part)[place[1]].id in (getattr(case.expect, part) or ())


def _noticed(questionnaire: Questionnaire, cases: list[Case]) -> bool:
    """Whether some case fails; that one is run early on the next mistake, mostly of a kind."""
    for number, case in enumerate(cases):
        if run_case(questionnaire, case).mismatches:
            cases.insert(0, cases.pop(number))
            return True
    return False


def mutants(questionnaire: Questionnaire) -> Iterator[Mutant]:
    """Every mistake, one at a time, in the order of the file."""
    for kind, place, what, change in _changes(questionnaire):
        yield Mutant(kind, place, what, put(questionnaire, place, change))


def _changes(q: Questionnaire) -> Changes:
    scored = {item_id for score in q.scores for item_id in score.items}
    for place, item in placed_items(q):
        if item.id in scored:
            yield from _points(place, item)
        if item.when_not_asked is not None:
            what = f"a skipped {item.id} counts as missing"
            yield "missing_rule", (*place, "when_not_asked"), what, None
    yield from _figures(q)
    for n, score in enumerate(q.scores):
        yield from _score(("scores", n), score)
    for place, condition in placed_conditions(q):
        yield from condition_changes(place, condition)
    for n, finding in enumerate(q.findings):
        at: Place = ("findings", n)
        yield "finding_dropped", at, f"the finding {finding.id} is gone", DROP
        lower = LEVELS.index(finding.level) + 1
        if lower < len(LEVELS):
            what = f"{finding.id} is only {LEVELS[lower]}"
            yield "level_lowered", (*at, "level"), what, LEVELS[lower]
        if may_be_unknown(finding.when):
            said = "does not ask" if finding.ask_if_unknown else "asks"
            what = f"{finding.id} {said} when unknown"
            yield "ask_changed", (*at, "ask_if_unknown"), what, not finding.ask_if_unknown


def _figures(q: Questionnaire) -> Changes:
    facts = Evaluation(q, {})
    for place, figure in placed_figures(q):
        step, beside = Decimal(1).scaleb(-figure.decimals), partial(_beside, facts, figure)
        if isinstance(figure, Computed):
            if figure.ratio is None:
                step = Decimal(1)  # durations are told in whole units
            yield from computed_changes(place, figure)
        yield from band_changes(place, figure, step, beside)
    for n, table in enumerate(q.features):
        for m, row in enumerate(table.rows):
            yield from feature_changes(("features", n, "rows", m), row)


def _beside(facts: Evaluation, figure: Computed | Score, edge: Decimal) -> Collection[Decimal]:
    """The values nearest to an edge, on either side."""
    if isinstance(figure, Score):
        return attainable_beside(facts, figure, (edge,))
    return computed_beside(facts.questionnaire, figure, edge)


def _points(place: Place, item: Item) -> Changes:
    if isinstance(item, ChoiceItem | ChoicesItem):
        given = [option.points for option in item.choices]
        words = [option.id for option in item.choices]
    elif isinstance(item, IntegerItem | ScaleItem | QuantityItem) and item.points is not None:
        given = list(item.points.values())
        words = [f"{edge:f}" for edge in item.points]
        yield from _edges(place, item, item.points)
    else:
        return
    for n, (one, other) in enumerate(pairwise(given)):
        if one != other:
            what = f"points of {words[n]} and {words[n + 1]} of {item.id} are swapped"
            yield _repointed("points_swapped", place, item, what,
                             [*given[:n], other, one, *given[n + 2 :]])  # fmt: skip
    turned = list(reversed(given))
    if turned != given and len(given) > 2:
        what = f"{item.id} is scored the other way round"
        yield _repointed("item_reversed", place, item, what, turned)


def _repointed(kind: str, place: Place, item: Item, what: str, points: list[Any]) -> Change:
    if isinstance(item, ChoiceItem | ChoicesItem):
        pairs = zip(item.choices, points, strict=True)
        options = tuple(option.model_copy(update={"points": p}) for option, p in pairs)
        return kind, (*place, "options"), what, options
    assert isinstance(item, IntegerItem | ScaleItem | QuantityItem)
    return kind, (*place, "points"), what, dict(zip(item.points or (), points, strict=True))


def _edges(
    place: Place, item: IntegerItem | ScaleItem | QuantityItem, points: dict[Decimal, Decimal]
) -> Changes:
    step = Decimal(1).scaleb(-item.places)
    for edge in list(points)[1:]:
        for move in (step, -step):
            moved = {(e + move if e == edge else e): p for e, p in points.items()}
            if len(moved) == len(points):
                what = f"the edge {edge} of {item.id} is at {edge + move}"
                yield "point_edge_moved", (*place, "points"), what, moved


def _score(place: Place, score: Score) -> Changes:
    kind = next(kind for kind in KINDS if getattr(score, kind) is not None)
    for item_id in score.items:
        if len(score.items) > 1:
            kept: Any = tuple(i for i in score.items if i != item_id)
            if score.weighted is not None:
                kept = {i: score.weighted[i] for i in kept}
            yield "item_dropped", (*place, kind), f"{item_id} is not in {score.id}", kept
    if score.missing == "incomplete":
        lenient = Prorate(prorate=ProrateLimit(at_most=1))
        if len(score.items) > 1:
            what = f"{score.id} is scored with one item missing"
            yield "missing_rule", (*place, "missing"), what, lenient
    else:
        for most in (score.prorate_at_most - 1, score.prorate_at_most + 1):
            what = f"{score.id} is scored with {most} missing"
            yield (
                "missing_rule",
                (*place, "missing"),
                what,
                Prorate(prorate=ProrateLimit(at_most=most)),
            )
    if score.leave_out is not None:
        yield "leave_out_dropped", (*place, "leave_out"), f"{score.id} leaves nothing out", None
