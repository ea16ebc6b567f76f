"""The answers of a choice in a FHIR Questionnaire as options with their points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from screening.core.answers import NumberText
from screening.core.yaml_writing import Inline
from screening.exchange import names
from screening.exchange.given_ids import Ids
from screening.exchange.source import (
    Node,
    extension_value,
    extensions,
    number_of,
    text_of,
    value_of,
)

WEIGHTS = (
    names.ORDINAL,
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
)
MOST_OPTIONS = 200

Lose = Callable[[str], None]
ByCode = dict[str, str]  # code -> id of the option


def read_options(item: Node, contained: dict[str, Node], lose: Lose) -> tuple[list[Inline], ByCode]:
    """The options of an item in the order of the file, and their ids by code.

    contained  value sets inside the file by their id
    lose       takes a sentence on what cannot be carried over
    """
    given = list(islice(_given(item, contained, lose), MOST_OPTIONS + 1))
    if len(given) > MOST_OPTIONS:
        lose(f"It has more than {MOST_OPTIONS} answers; the first ones are carried over.")
    ids, found, by_code = Ids(), list[Inline](), ByCode()
    for code, text, weights, exclusive in given[:MOST_OPTIONS]:
        own = ids.take(code if code.isidentifier() and code.islower() else text, "option")
        by_code.setdefault(code, own)
        option = Inline(id=own, text=text)
        points = _points(text, weights, lose)
        if points is not None:
            option["points"] = points
        if exclusive:
            option["exclusive"] = "yes"
        found.append(option)
    return found, by_code


Given = tuple[str, str, list[Any], bool]  # code, text, weights, exclusive


def _given(item: Node, contained: dict[str, Node], lose: Lose) -> Iterator[Given]:
    for option in item.get("answerOption", ()):
        key = next((key for key in option if key.startswith("value")), "")
        value = option.get(key)
        if option.get("initialSelected") is True:
            lose("An answer is ticked beforehand there; here none is.")
        exclusive = extension_value(option, names.EXCLUSIVE) is True
        if isinstance(value, dict) and key == "valueCoding":
            weights = [*_weights(option), *_weights(value)]
            _lose_others(option, {*WEIGHTS, names.EXCLUSIVE}, lose)
            _lose_others(value, set(WEIGHTS), lose)
            yield *_coding(value), weights, exclusive
        elif isinstance(value, str) and value:  # a text, a number or a day
            yield value, value, _weights(option), exclusive
        else:
            lose(
                "One of its answers is neither a code, a text, a number nor a day; it is left out."
            )
    yield from _of_set(item, contained, lose)


def _of_set(item: Node, contained: dict[str, Node], lose: Lose) -> Iterator[Given]:
    address = text_of(item, "answerValueSet")
    if not address:
        return
    held = contained.get(address[1:]) if address.startswith("#") else None
    if held is None:
        lose("Its answers stand outside this file, where nothing is fetched: write its options.")
        return
    expanded = held.get("expansion", {}).get("contains", ())
    included = held.get("compose", {}).get("include", ())
    listed = (one for part in included for one in part.get("concept", ()))
    codings = expanded[: MOST_OPTIONS + 1] or list(islice(listed, MOST_OPTIONS + 1))
    if not codings or (not expanded and any("concept" not in part for part in included)):
        lose(
            "Its list of answers names codes outside this file: write the options that are missing."
        )
    for coding in codings:
        yield *_coding(coding), _weights(coding), False


def _coding(coding: Node) -> tuple[str, str]:
    code = coding.get("code")
    code = code if isinstance(code, str) else ""
    text = text_of(coding, "display") or code
    return code or text, text or "?"


def _weights(node: Node) -> list[Any]:
    return [value_of(one) for one in extensions(node, *WEIGHTS)]


def _points(text: str, weights: list[Any], lose: Lose) -> str | None:
    """The points of an option, where all its weights are one and the same number."""
    numbers = {number_of(weight) for weight in weights}
    if not numbers:
        return None
    if len(numbers) > 1:
        lose(f"“{text[:60]}” has two weights that differ; neither is carried over.")
        return None
    number = numbers.pop()
    if number is None:
        shown = next((w[:20] for w in weights if isinstance(w, NumberText)), "something else")
        lose(f"The weight of “{text[:60]}” is no number that can be read here: {shown}.")
    return number


def _lose_others(node: Node, known: set[str], lose: Lose) -> None:
    for one in node.get("extension", ()):
        if one.get("url") not in known:
            lose(f"Its answers have an extension that is not carried over: {one.get('url')}.")
