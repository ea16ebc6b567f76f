"""Deliberate mistakes: each changes one thing of a questionnaire, and its cases must notice.

A mistake that no case notices is one that an administrator could make unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from screening.core.cases import run_case
from screening.core.checks.conditions import placed_conditions
from screening.core.checks.names import placed_items
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.levels import LEVELS
from screening.core.questionnaire import Questionnaire
from screening.core.score import KINDS, Prorate, ProrateLimit, Score
from screening.core.yaml_tree import Place


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


def run_mutants(questionnaire: Questionnaire) -> MutantRun:
    """Try every mistake on the questionnaire's cases."""
    tried = 0
    unnoticed: list[Mutant] = []
    for mutant in mutants(questionnaire):
        tried += 1
        if not _noticed(mutant.questionnaire):
            unnoticed.append(mutant)
    return MutantRun(tried, tuple(unnoticed))


def _noticed(questionnaire: Questionnaire) -> bool:
    return any(run_case(questionnaire, case).mismatches for case in questionnaire.cases)


def mutants(questionnaire: Questionnaire) -> Iterator[Mutant]:
    """Every mistake, one at a time, in the order of the file."""
    for kind, place, what, change in _changes(questionnaire):
        yield Mutant(kind, place, what, _put(questionnaire, place, change))


Change = tuple[str, Place, str, Any]  # kind, place, words, what stands there now
Changes = Iterator[Change]
_DROP = object()


def _changes(q: Questionnaire) -> Changes:
    scored = {item_id for score in q.scores for item_id in score.items}
    for place, item in placed_items(q):
        if item.id in scored:
            yield from _points(place, item)
        if item.when_not_asked is not None:
            what = f"a skipped {item.id} counts as missing"
            yield "missing_rule", (*place, "when_not_asked"), what, None
    for n, score in enumerate(q.scores):
        yield from _score(("scores", n), score)
    for place, condition in placed_conditions(q):
        yield from _condition(place, condition)
    for n, finding in enumerate(q.findings):
        at: Place = ("findings", n)
        yield "finding_dropped", at, f"the finding {finding.id} is gone", _DROP
        lower = LEVELS.index(finding.level) + 1
        if lower < len(LEVELS):
            what = f"{finding.id} is only {LEVELS[lower]}"
            yield "level_lowered", (*at, "level"), what, LEVELS[lower]
        what = f"{finding.id} {'does not ask' if finding.ask_if_unknown else 'asks'} when unknown"
        yield "ask_changed", (*at, "ask_if_unknown"), what, not finding.ask_if_unknown


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
    yield from _bands(place, score)
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


def _bands(place: Place, score: Score) -> Changes:
    step = Decimal(1).scaleb(-score.decimals)
    lists: list[tuple[Place, Any]] = [((*place, "bands"), score.bands)] if score.bands else []
    for n, band_set in enumerate(score.band_sets):
        at: Place = (*place, "band_sets", n)
        if band_set.bands:
            lists.append(((*at, "bands"), band_set.bands))
        lists += [((*at, "choose", b, "bands"), br.bands) for b, br in enumerate(band_set.choose)]
    for where, bands in lists:
        for b, band in enumerate(bands[1:], start=1):
            for move in (step, -step):
                what = f"{band.id} of {score.id} begins at {band.from_ + move}"
                yield "band_edge_moved", (*where, b, "from_"), what, band.from_ + move


def _condition(place: Place, condition: Condition) -> Changes:
    words = ".".join(str(part) for part in place)
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for n, part in enumerate(parts):
                if len(parts) > 1:
                    kept = tuple(p for m, p in enumerate(parts) if m != n)
                    what = f"part {n + 1} of {words} is gone"
                    yield "part_dropped", (*place, word), what, kept
                yield from _condition((*place, word, n), part)
        case NotOf():
            yield "condition_negated", place, f"{words} without its `not`", condition.not_
            yield from _condition((*place, "not_"), condition.not_)
        case ItemTest():
            yield "condition_negated", place, f"{words} says the opposite", NotOf(not_=condition)
            yield from _limits(place, condition)


_STEPS = {"at_least": (1, -1), "at_most": (1, -1), "above": (1, -1), "below": (1, -1)}


def _limits(place: Place, test: ItemTest) -> Changes:
    operators = test.operators
    for name, moves in _STEPS.items():
        bound = getattr(operators, name)
        if bound is None:
            continue
        step = Decimal(1).scaleb(min(0, int(bound.as_tuple().exponent)))
        for move in moves:
            moved = operators.model_copy(update={name: bound + step * move})
            what = f"{name} {bound} of {test.ref} is {bound + step * move}"
            yield "limit_moved", place, what, ItemTest({test.ref: moved})
    for name in ("is_", "is_not", "includes"):
        options = getattr(operators, name) or ()
        for option in options if len(options) > 1 else ():
            kept = tuple(other for other in options if other != option)
            fewer: Operators = operators.model_copy(update={name: kept})
            what = f"{option} is no longer among those of {test.ref}"
            yield "option_dropped", place, what, ItemTest({test.ref: fewer})


def _put(model: Any, place: Place, value: Any) -> Any:
    """The same value with another one at a place; _DROP takes an entry of a list away."""
    if not place:
        return value
    head, rest = place[0], place[1:]
    if isinstance(model, BaseModel):
        name = next((n for n, f in type(model).model_fields.items() if f.alias == head), str(head))
        return _fresh(model, name, _put(getattr(model, name), rest, value))
    if isinstance(model, dict):
        return {k: _put(v, rest, value) if str(k) == head else v for k, v in model.items()}
    assert isinstance(head, int)
    if value is _DROP and not rest:
        return (*model[:head], *model[head + 1 :])
    return (*model[:head], _put(model[head], rest, value), *model[head + 1 :])


def _fresh(model: BaseModel, name: str, value: Any) -> BaseModel:
    """A copy with one field changed, without what the model had worked out and remembered."""
    copy = model.model_copy(update={name: value})
    for key in set(copy.__dict__) - set(type(copy).model_fields):
        del copy.__dict__[key]
    return copy
