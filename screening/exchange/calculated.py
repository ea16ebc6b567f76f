"""Scores as SDC calculatedExpression, where the expression gives the same figure in every case.

Each item's points are a variable. FHIRPath's + is empty where one side is, so an incomplete score
has no value here either. Sums go through whole numbers: decimals of a browser are no decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from screening.core.answers import show_number
from screening.core.condition import refs_in
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score
from screening.exchange import names
from screening.exchange.answers import Json
from screening.exchange.enable_when import write_expression
from screening.exchange.fhirpath import (
    EMPTY,
    Inexpressible,
    answers_at,
    condition_path,
    number_at,
)

_LEFT_OUT = "leaveOut"


def write_score(questionnaire: Questionnaire, score: Score) -> Json:
    """The read-only item that shows a score; raises Inexpressible where no expression is exact."""
    if score.prorate_at_most:
        raise Inexpressible("it is prorated")
    if score.kind == "maximum" or score.range[0] < 0:
        raise Inexpressible("it is a maximum or may be below 0")
    variables = list(_variables(questionnaire, score))
    calculated = write_expression(names.CALCULATED, _figure(questionnaire, score))
    return {
        "extension": [
            *variables,
            calculated,
            {"url": names.PLACES, "valueInteger": score.decimals},
            # Totals are for staff: they are shown with a finished form, never while it is filled.
            {"url": names.USAGE, "valueCode": "display"},
        ],
        "linkId": names.score_link(score.id),
        "text": score.title or questionnaire.name,
        "type": "decimal",
        "readOnly": True,
    }


def _variables(questionnaire: Questionnaire, score: Score) -> Iterator[Json]:
    if score.leave_out is not None:
        left_out = condition_path(questionnaire, score.leave_out.when)
        yield write_expression(names.VARIABLE, left_out, _LEFT_OUT)
    for number, item_id in enumerate(score.items):
        points = _points(questionnaire, questionnaire.item(item_id))
        yield write_expression(names.VARIABLE, points, _variable(number))


def _variable(number: int) -> str:
    return f"p{number + 1}"


def _points(questionnaire: Questionnaire, item: Item) -> str:
    """What an item brings; empty while it is missing."""
    answers = answers_at(questionnaire, item.id)
    if isinstance(item, ChoiceItem):
        found = f"{answers}.value.weight()"
    elif isinstance(item, ChoicesItem):
        found = f"iif({answers}.exists(), {answers}.value.weight().sum(), {EMPTY})"
    else:
        found = _number_points(item, answers)
    if item.when_not_asked is None or item.enable_when is None:
        return found
    refs = refs_in(item.enable_when)
    if any(not questionnaire.has_item(r) or questionnaire.item(r).enable_when for r in refs):
        raise Inexpressible(f"whether {item.id} is skipped by right hangs on more than one step")
    asked = condition_path(questionnaire, item.enable_when)
    skipped = show_number(item.when_not_asked)
    return f"iif(({asked}).exists(), iif({asked}, {found}, {skipped}), {EMPTY})"


def _number_points(item: Item, answers: str) -> str:
    if isinstance(item, RowsItem) or not hasattr(item, "points"):
        raise Inexpressible(f"{item.id} is no number")
    if isinstance(item, QuantityItem) and item.units is not None:
        raise Inexpressible(f"{item.id} has several units")
    value = number_at(item, answers)
    if item.points is None:
        return value
    found = EMPTY
    for edge, points in sorted(item.points.items()):
        found = f"iif({value} >= {show_number(edge)}, {show_number(points)}, {found})"
    return found


def _figure(questionnaire: Questionnaire, score: Score) -> str:
    """The figure from the variables, rounded half up at the end."""
    weights = score.weighted or dict.fromkeys(score.items, Decimal(1))
    places = max(_places(questionnaire, score, i) + _digits(weights[i]) for i in score.items)
    scale = 10**places
    terms = (
        _term(score, item_id, number, weights[item_id] * scale)
        for number, item_id in enumerate(score.items)
    )
    total = " + ".join(terms)
    if score.kind != "mean" and places <= score.decimals:
        return total if scale == 1 else f"({_whole(total)}) / {scale}"
    if score.kind == "mean" and score.leave_out is not None:
        raise Inexpressible("it is a mean of items that may be left out")
    count = len(score.items) if score.kind == "mean" else 1
    # Half up: the whole part of (2 x total x 10^decimals + divisor) / (2 x divisor).
    divisor, wanted = count * scale, 10**score.decimals
    rounded = f"(({_whole(total)}) * {2 * wanted} + {divisor}) div {2 * divisor}"
    return rounded if wanted == 1 else f"({rounded}) / {wanted}"


def _whole(total: str) -> str:
    """A sum that is whole by its nature, rid of what a browser's arithmetic adds to it."""
    return f"({total}).round()"


def _term(score: Score, item_id: str, number: int, factor: Decimal) -> str:
    variable = f"%{_variable(number)}"
    if score.kind == "count":
        found = f"iif({variable}.exists(), iif({variable} > 0, 1, 0), {EMPTY})"
    else:
        found = variable if factor == 1 else f"{variable} * {show_number(factor)}"
    if score.leave_out is not None and item_id in score.leave_out.items:
        return f"iif(%{_LEFT_OUT}.exists(), iif(%{_LEFT_OUT}, 0, {found}), {EMPTY})"
    return found


def _places(questionnaire: Questionnaire, score: Score, item_id: str) -> int:
    """Digits after the point that an item's points may have."""
    item = questionnaire.item(item_id)
    if score.kind == "count":
        return 0
    if isinstance(item, ChoiceItem | ChoicesItem):
        return max(_digits(option.points or Decimal(0)) for option in item.choices)
    points = getattr(item, "points", None)
    return max(map(_digits, points.values())) if points else int(getattr(item, "places", 0))


def _digits(number: Decimal) -> int:
    text = show_number(number)
    return len(text.partition(".")[2])
