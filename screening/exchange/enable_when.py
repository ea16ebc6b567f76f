"""When an item is asked: FHIR's enableWhen where it says the same, else an SDC expression."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from screening.core.condition import AllOf, AnyOf, Condition, ItemTest
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem
from screening.core.questionnaire import Questionnaire
from screening.exchange import names
from screening.exchange.answers import Json
from screening.exchange.fhirpath import LIMIT_SIGNS, condition_path, item_tested

Behavior = Literal["all", "any"]
Clauses = tuple[Behavior | None, list[Json]]  # None: a single clause, which goes with either


def write_enable_when(questionnaire: Questionnaire, condition: Condition | None) -> Json:
    """The keys of an item that say when it is asked.

    raises  Inexpressible where neither enableWhen nor FHIRPath can say it
    """
    if condition is None:
        return {}
    flat = _flat(questionnaire, condition)
    if flat is not None:
        behavior, clauses = flat
        several = {"enableBehavior": behavior or "all"} if len(clauses) > 1 else {}
        return {"enableWhen": clauses, **several}
    expression = condition_path(questionnaire, condition)
    return {"extension": [write_expression(names.ENABLE_WHEN, expression)]}


def write_expression(url: str, expression: str, name: str = "") -> Json:
    """An extension that holds a FHIRPath expression."""
    named = {"name": name} if name else {}
    held = {**named, "language": names.FHIRPATH, "expression": expression}
    return {"url": url, "valueExpression": held}


def _flat(questionnaire: Questionnaire, condition: Condition) -> Clauses | None:
    """One list of clauses that all hold, or of which any does; None for what is nested."""
    match condition:
        case ItemTest():
            return _clauses(questionnaire, condition)
        case AllOf(all=parts):
            return _joined("all", (_flat(questionnaire, part) for part in parts))
        case AnyOf(any=parts):
            return _joined("any", (_flat(questionnaire, part) for part in parts))
    return None


def _joined(behavior: Behavior, parts: Iterable[Clauses | None]) -> Clauses | None:
    found: list[Json] = []
    for part in parts:
        if part is None or part[0] not in (None, behavior):
            return None
        found += part[1]
    return behavior, found


def _clauses(questionnaire: Questionnaire, test: ItemTest) -> Clauses | None:
    """One operator of one test; several at once are left to FHIRPath."""
    item, asked = item_tested(questionnaire, test.ref), test.operators
    (given, *more) = asked.given()
    if more:
        return None
    if given in ("answered", "missing"):
        return _presence(item, there=bool(asked.answered), known=asked.missing in (None, "any"))
    if given in LIMIT_SIGNS:
        return _limit(item, given, test)
    if given == "is" and isinstance(item, ChoiceItem):
        return _any_of(questionnaire, item, asked.is_ or ())
    if given == "includes" and isinstance(item, ChoicesItem):
        return _any_of(questionnaire, item, asked.includes or ())
    if given == "is_not" and isinstance(item, ChoiceItem):
        # FHIR's != holds without any answer; ours does not.
        there = {"question": item.id, "operator": "exists", "answerBoolean": True}
        return "all", [there, *(_option(questionnaire, item, "!=", o) for o in asked.is_not or ())]
    return None


def _presence(item: Item, *, there: bool, known: bool) -> Clauses | None:
    clause: Json = {"question": item.id, "operator": "exists", "answerBoolean": there}
    return (None, [clause]) if known else None


def _limit(item: Item, given: str, test: ItemTest) -> Clauses | None:
    if isinstance(item, QuantityItem):
        return None  # a Quantity is compared with its unit, which readers do in several ways
    value = getattr(test.operators, given)
    if value != value.to_integral_value():
        return None
    sign = LIMIT_SIGNS[given]
    return None, [{"question": item.id, "operator": sign, "answerInteger": int(value)}]


def _any_of(
    questionnaire: Questionnaire, item: ChoiceItem | ChoicesItem, options: Iterable[str]
) -> Clauses:
    found = [_option(questionnaire, item, "=", option) for option in options]
    return ("any" if len(found) > 1 else None), found


def _option(
    questionnaire: Questionnaire, item: ChoiceItem | ChoicesItem, operator: str, option_id: str
) -> Json:
    system = names.options_of(questionnaire.id, item.id)
    coding = {"system": system, "code": option_id}
    return {"question": item.id, "operator": operator, "answerCoding": coding}
