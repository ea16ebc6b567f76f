"""Totals that a QuestionnaireResponse holds, beside what its answers add up to.

A total that was typed in, or worked out by a program that had other weights, is believed by whoever
reads it. Here every weight is looked up again, and both numbers are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from screening.exchange import names
from screening.exchange.read_options import MOST_OPTIONS, WEIGHTS
from screening.exchange.source import (
    Loss,
    Node,
    WrongQuestionnaire,
    extensions,
    number_of,
    text_of,
    value_of,
)
from screening.quick_dataclass import dataclass

_NUMBERS = frozenset({"integer", "decimal", "quantity"})
_TOTAL = re.compile(r"\b(total|score|sum)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Total:
    """One total of a response."""

    link: str
    text: str  # what it is called there
    stored: Decimal
    added: Decimal  # the sum of the weights of the answers
    answers: int  # how many answers that is
    open: int  # weighted questions without an answer that has a weight

    @property
    def agrees(self) -> bool:
        return self.stored == self.added


Weights = Mapping[tuple[str, str], Decimal]  # linkId and code -> weight


def read_totals(questionnaire: Node, given: Node) -> tuple[Total, ...]:
    """Every total of a response, or of the responses in a Bundle, in their order.

    questionnaire  read with read_resource, its linkIds single
    given          read the same way
    raises         WrongQuestionnaire when it is neither, or answers another questionnaire
    """
    responses = list(_responses(given))
    if not responses:
        kind = text_of(given, "resourceType")[:40]
        why = f"This {kind} holds no QuestionnaireResponse, whose totals could be looked at."
        raise WrongQuestionnaire(Loss("", why))
    own = text_of(questionnaire, "url")
    for response in responses:
        named = text_of(response, "questionnaire").partition("|")[0]
        if own and named and named != own:
            why = f"The response answers {named[:100]}, and the questionnaire is {own[:100]}."
            raise WrongQuestionnaire(Loss("", why))
    return tuple(total for one in responses for total in _totals(questionnaire, one))


def _responses(given: Node) -> Iterator[Node]:
    held = [entry.get("resource", {}) for entry in given.get("entry", ())]
    for one in (given, *held):
        if one.get("resourceType") == "QuestionnaireResponse":
            yield one


def _totals(questionnaire: Node, response: Node) -> Iterator[Total]:
    weights = _weights(questionnaire)
    answers: dict[str, list[Node]] = {}
    for node in _within(response):
        answers.setdefault(text_of(node, "linkId"), []).extend(node.get("answer", ()))
    for node, group in _asked_in(questionnaire):
        link = text_of(node, "linkId")
        stored = [n for one in answers.get(link, ()) if (n := _number(value_of(one))) is not None]
        if not stored or not _is_total(node):
            continue
        scored = _scored(group, weights) or _scored(questionnaire, weights)
        found = [(q, _weight(weights, q, one)) for q in scored for one in answers.get(q, ())]
        added = [(q, weight) for q, weight in found if weight is not None]
        yield Total(
            link=link,
            text=text_of(node, "text")[:200] or link,
            stored=stored[0],
            added=sum((weight for _, weight in added), Decimal(0)),
            answers=len(added),
            open=len(set(scored) - {q for q, _ in added}),
        )


def _is_total(node: Node) -> bool:
    """A number that nobody picks: worked out, not to be filled in, or called a total."""
    if node.get("type") not in _NUMBERS:
        return False
    worked_out = node.get("readOnly") is True or extensions(node, names.CALCULATED)
    return bool(worked_out or _TOTAL.search(text_of(node, "text")))


def _within(node: Node) -> Iterator[Node]:
    """Every item of a response, those inside answers as well."""
    todo = [*node.get("item", ())]
    while todo:
        one = todo.pop(0)
        yield one
        todo += one.get("item", ())
        for answer in one.get("answer", ()):
            todo += answer.get("item", ())


def _asked_in(questionnaire: Node) -> Iterator[tuple[Node, Node]]:
    """Every item of the questionnaire with what it lies in."""
    todo = [(one, questionnaire) for one in questionnaire.get("item", ())]
    while todo:
        node, around = todo.pop(0)
        yield node, around
        todo += [(one, node) for one in node.get("item", ())]


def _scored(group: Node, weights: Weights) -> list[str]:
    """The linkIds of the questions in a group whose answers have weights."""
    with_weights = {link for link, _ in weights}
    links = (text_of(node, "linkId") for node, _ in _asked_in(group))
    return [link for link in links if link in with_weights]


def _weights(questionnaire: Node) -> Weights:
    found: dict[tuple[str, str], Decimal] = {}
    sets = {text_of(one, "id"): one for one in questionnaire.get("contained", ())}
    for node, _ in _asked_in(questionnaire):
        link = text_of(node, "linkId")
        for option in islice(_given(node, sets), MOST_OPTIONS):
            coding = option.get("valueCoding", option)
            weight = _own_weight(option, coding)
            if weight is not None:
                found[link, _code(coding, option)] = weight
    return found


def _given(node: Node, sets: Mapping[str, Node]) -> Iterator[Node]:
    yield from node.get("answerOption", ())
    held = sets.get(text_of(node, "answerValueSet").removeprefix("#"), {})
    yield from held.get("expansion", {}).get("contains", ())
    for part in held.get("compose", {}).get("include", ()):
        yield from part.get("concept", ())


def _code(coding: Node, holder: Node) -> str:
    code = coding.get("code")
    if isinstance(code, str):
        return code
    value = value_of(holder)
    return value if isinstance(value, str) else text_of(coding, "display")


def _own_weight(*nodes: Node) -> Decimal | None:
    given = [value_of(one) for node in nodes for one in extensions(node, *WEIGHTS)]
    return next((n for one in given if (n := _number(one)) is not None), None)


def _weight(weights: Weights, link: str, answer: Node) -> Decimal | None:
    """What an answer is worth: by the questionnaire, or where that says nothing, by itself."""
    coding = answer.get("valueCoding", {})
    known = weights.get((link, _code(coding, answer)))
    return known if known is not None else _own_weight(answer, coding)


def _number(value: Any) -> Decimal | None:
    spelt = number_of(value.get("value") if isinstance(value, dict) else value)
    return None if spelt is None else Decimal(spelt)
