"""Limits, units and digits of a number in a FHIR Questionnaire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from screening.core.yaml_writing import Inline
from screening.exchange import names
from screening.exchange.given_ids import Ids
from screening.exchange.read_options import Lose
from screening.exchange.source import (
    Node,
    extension_value,
    extensions,
    number_of,
    text_of,
    value_of,
)

UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
_MOST_DECIMALS = 6
_LIMITS = (
    ("min", "lowest", names.MIN_VALUE, names.MIN_QUANTITY),
    ("max", "highest", names.MAX_VALUE, names.MAX_QUANTITY),
)


def read_number(node: Node, kind: str, lose: Lose, tidy: Callable[[str], str]) -> dict[str, Any]:
    """The keys of an item that say which numbers it takes.

    kind   integer, scale or quantity
    lose   takes a sentence on what cannot be carried over
    tidy   gives a text as it may be shown
    """
    found: dict[str, Any] = {}
    if kind == "quantity":
        found |= _unit(node, lose, tidy) | _decimals(node, lose)
    for key, which, plain, amount in _LIMITS:
        value = extension_value(node, plain, amount)
        limit = number_of(value.get("value") if isinstance(value, dict) else value)
        if limit is None:
            lose(f"No {which} value can be read: write its “{key}”.")
        elif kind == "quantity" and _in_another_unit(value, found):
            lose(f"Its {which} value is in another unit: write its “{key}”.")
        else:
            found[key] = limit
    return found


def _decimals(node: Node, lose: Lose) -> dict[str, Any]:
    places = number_of(extension_value(node, names.PLACES))
    if places and places.isdigit() and int(places) <= _MOST_DECIMALS:
        return {"decimals": places}
    lose("How many digits after the point it takes is not said: none.")
    return {}


def _in_another_unit(limit: Any, item: dict[str, Any]) -> bool:
    """Whether a limit says a unit that is not the one of all answers: there it means another."""
    said = (text_of(limit, "code") or text_of(limit, "unit")) if isinstance(limit, dict) else ""
    return said not in ("", item.get("unit"))


def _unit(node: Node, lose: Lose, tidy: Callable[[str], str]) -> dict[str, Any]:
    given = [
        value
        for one in extensions(node, names.UNIT_OPTION, UNIT)
        if isinstance(value := value_of(one), dict)
    ]
    units = [(text_of(one, "code"), text_of(one, "display")) for one in given]
    units = [(code or display, display) for code, display in units if code or display]
    if not units:
        lose("It names no unit: write its “unit”.")
        return {}
    if len(units) == 1:
        return {"unit": tidy(units[0][0])}
    ids = Ids()
    words = {ids.take(shown or code, "unit"): (code, shown) for code, shown in units}
    other = {word: tidy(shown) for word, (_, shown) in words.items() if shown not in ("", word)}
    found = {"units": Inline({word: code for word, (code, _) in words.items()})}
    return found | ({"unit_texts": Inline(other)} if other else {})
