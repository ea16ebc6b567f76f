"""FHIR's enableWhen as conditions of ours, where they say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from screening.core.yaml_writing import Inline
from screening.exchange.read_options import ByCode
from screening.exchange.source import Node, number_of, text_of
from screening.quick_dataclass import dataclass

_LIMITS = {">": "above", "<": "below", ">=": "at_least", "<=": "at_most"}

# Tests that may hold several options at once; there, any of them is meant, or none.
_TOGETHER = {"any": ("is", "includes"), "all": ("is_not",)}

Condition = Inline


@dataclass(frozen=True, slots=True)
class Known:
    """What a condition may ask of a question that was carried over."""

    item_id: str
    type: str  # of ours
    options: ByCode = field(default_factory=dict)
    unit: str = ""


class Inexpressible(Exception):
    """This cannot be said here. Caught where losses are listed; never leaves the package."""


def read_enable_when(nodes: tuple[Node, ...], known: Mapping[str, Known]) -> Condition | None:
    """One condition for all that must hold; None where nothing is asked.

    nodes   with enableWhen: the groups around a question, then the question
    known   by linkId
    raises  Inexpressible with the reason, a sentence's end
    """
    parts = [found for node in nodes if (found := _one(node, known)) is not None]
    return joined("all", parts)


def joined(word: str, parts: list[Condition]) -> Condition | None:
    """Conditions under `all` or `any`; a single one stands alone."""
    single = list({str(part): part for part in parts}.values())
    if len(single) < 2:
        return single[0] if single else None
    return Inline({word: single})


def _one(node: Node, known: Mapping[str, Known]) -> Condition | None:
    clauses = node.get("enableWhen", ())
    if not clauses:
        return None
    behavior = node.get("enableBehavior", "all" if len(clauses) == 1 else "")
    if behavior not in ("all", "any"):
        raise Inexpressible("whether all or any of its clauses must hold is not said")
    there = {
        text_of(one, "question")
        for one in clauses
        if one.get("operator") == "exists" and one.get("answerBoolean") is True
    }
    answered = there if behavior == "all" else set()
    return joined(behavior, _merged(behavior, [_clause(o, known, answered) for o in clauses]))


def _merged(behavior: str, parts: list[Condition]) -> list[Condition]:
    """Options of one question in one list: {is: [a, b]} for `any`, {is_not: [a, b]} for `all`."""
    lists: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        for item_id, test in part.items():
            word = next(iter(test)) if isinstance(test, dict) else ""
            if word in _TOGETHER[behavior] or (word == "is" and len(parts) == 1):
                lists.setdefault((item_id, word), []).extend(test[word])
    found, done = list[Condition](), set[tuple[str, str]]()
    for part in parts:
        ((item_id, test),) = part.items() if len(part) == 1 else (("", ""),)
        word = next(iter(test)) if isinstance(test, dict) else ""
        if test == {"answered": "yes"} and (item_id, "is_not") in lists:
            continue
        if (item_id, word) in lists:
            if (item_id, word) not in done:
                found.append(_listed(item_id, word, lists[item_id, word]))
            done.add((item_id, word))
            continue
        found.append(part)
    return found


def _listed(item_id: str, word: str, options: list[str]) -> Condition:
    if word == "is" and len(options) == 1:
        return Inline({item_id: options[0]})
    return Inline({item_id: Inline({word: options})})


def _clause(clause: Node, known: Mapping[str, Known], answered: set[str]) -> Condition:
    link, operator = text_of(clause, "question"), text_of(clause, "operator")
    about = known.get(link)
    if about is None:
        raise Inexpressible(f"it looks at {link or 'nothing'}, which is no question here")
    if operator == "exists":
        there = clause.get("answerBoolean")
        if not isinstance(there, bool):
            raise Inexpressible("whether an answer must be there is not said")
        return _test(about, answered="yes" if there else "no")
    key = next((key for key in clause if key.startswith("answer")), "")
    value = clause.get(key)
    if operator in _LIMITS:
        return _test(about, **{_LIMITS[operator]: _number(about, value)})
    if operator not in ("=", "!="):
        raise Inexpressible(f"“{operator[:20]}” is not known")
    return _equal(about, value, operator == "=", link in answered)


def _equal(about: Known, value: Any, same: bool, answered: bool) -> Condition:
    if about.type in ("integer", "scale", "quantity"):
        number = _number(about, value)
        if same:
            return _test(about, at_least=number, at_most=number)
        other = [_test(about, above=number), _test(about, below=number)]
        return Inline(any=[*other, _test(about, answered="no")])
    option = about.options.get(_code(value))
    if option is None or about.type not in ("choice", "choices"):
        raise Inexpressible(f"it compares {about.item_id} with what is no option of it")
    if about.type == "choices":
        picked = _test(about, includes=[option])
        return (
            picked if same else Inline(any=[Inline({"not": picked}), _test(about, answered="no")])
        )
    if same:
        return _test(about, **{"is": [option]})
    # FHIR's != holds where nothing was answered; ours does not.
    other_option = _test(about, is_not=[option])
    return other_option if answered else Inline(any=[other_option, _test(about, answered="no")])


def _code(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        code = value.get("code")
        return code if isinstance(code, str) else text_of(value, "display")
    return value if isinstance(value, str) else ""


def _number(about: Known, value: Any) -> str:
    given = value
    if isinstance(value, dict):
        unit = value.get("code") or value.get("unit") or ""
        if unit != about.unit:
            raise Inexpressible(f"it compares {about.item_id} in another unit")
        given = value.get("value")
    number = number_of(given)
    if number is None or about.type not in ("integer", "scale", "quantity"):
        raise Inexpressible(f"it compares {about.item_id} with what is no number here")
    return number


def _test(about: Known, **operators: Any) -> Condition:
    return Inline({about.item_id: Inline(operators)})
