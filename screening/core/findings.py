"""Answers and observations -> what a clinician must see, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal, get_args

from screening.core.answers import Answer, Missing, Row
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf
from screening.core.facts import Computed, Evidence, Facts, Observation, RaisedFinding
from screening.core.item import RowsItem
from screening.core.logic import holds, holds_in, row_look
from screening.core.moments import Moment
from screening.core.questionnaire import DurationUnit, Finding
from screening.core.words import (
    MISSING_WORDS,
    MomentWords,
    answer_words,
    moment_words,
    number_words,
    row_words,
    unit_words,
)


def raise_finding(
    facts: Facts, finding: Finding, moment: MomentWords = moment_words
) -> RaisedFinding | None:
    """The finding when it holds, or when it cannot be told and has to be asked in person."""
    truth = holds_in(finding.when, facts)
    if truth is False or (truth is None and not finding.ask_if_unknown):
        return None
    wanted: Literal[True] | None = True if truth else None
    found = _evidence(facts, finding.when, wanted, moment, negated=False)
    evidence = tuple(dict.fromkeys(found))
    return RaisedFinding(
        code=finding.id,
        level=finding.level,
        state="raised" if truth else "ask",
        text=finding.words,
        because=" and ".join(f"“{part.label}” is “{part.words}”" for part in evidence),
        evidence=evidence,
    )


def _evidence(
    facts: Facts, condition: Condition, wanted: Literal[True] | None, moment: MomentWords,
    *, negated: bool,
) -> Iterator[Evidence]:  # fmt: skip
    """The tests that make the condition, or with `negated` its opposite, what it is."""
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                if holds_in(part, facts, negated=negated) is wanted:
                    yield from _evidence(facts, part, wanted, moment, negated=negated)
        case NotOf():
            yield from _evidence(facts, condition.not_, wanted, moment, negated=not negated)
        case ItemTest():
            yield _one(facts, condition, wanted, moment, negated)


def _one(
    facts: Facts, test: ItemTest, wanted: bool | None, moment: MomentWords, negated: bool
) -> Evidence:
    label = label_of(facts, test.ref)
    rows = test.operators.any_row
    found = facts.look(test.ref)
    known = facts.questionnaire.has_item(test.ref)
    if rows is None or not known or not isinstance(found, Answer):
        return Evidence(test.ref, label, value_words(facts, test.ref, moment))
    item = facts.questionnaire.item(test.ref)
    assert isinstance(item, RowsItem)
    assert isinstance(found.value, tuple)
    hits: list[Row] = [
        row
        for row in found.value
        if not isinstance(row, str) and holds(rows, row_look(row), negated=negated) is wanted
    ]
    words = "; ".join(row_words(item, row, moment) for row in hits)
    return Evidence(test.ref, label, words)


def label_of(facts: Facts, ref: str) -> str:
    """The label of an item, computed value or score."""
    questionnaire = facts.questionnaire
    if questionnaire.has_item(ref):
        return questionnaire.item(ref).label
    for computed in questionnaire.computed:
        if computed.id == ref and computed.text:
            return computed.text
    for score in questionnaire.scores:
        if score.id == ref:
            return score.title or questionnaire.name
    return ref.rpartition(".")[2].replace("_", " ")


def value_words(facts: Facts, ref: str, moment: MomentWords = moment_words) -> str:
    """What is known of an item, computed value or score, in words."""
    found = facts.look(ref)
    if isinstance(found, Computed):
        return computed_words(found)
    if isinstance(found, Observation):
        return score_words(found)
    if facts.questionnaire.has_item(ref):
        return answer_words(facts.questionnaire.item(ref), found, moment)
    if isinstance(found, Missing):
        return MISSING_WORDS[found.reason]
    return _foreign_words(found, moment)


def _foreign_words(answer: Answer, moment: MomentWords) -> str:
    """An answer whose item is defined elsewhere, as well as it can be said without its texts."""
    value = answer.value
    if isinstance(value, Decimal):
        return number_words(value, answer.unit)
    if isinstance(value, Moment):
        return moment(value)
    if isinstance(value, str):
        return value.replace("_", " ")
    return ", ".join(
        part.replace("_", " ")
        if isinstance(part, str)
        else " ".join(_foreign_words(field, moment) for field in part.values())
        for part in value
    )


def score_words(found: Observation) -> str:
    """A score, or what it may still come to: 16 of 48, 37–48 of 48 (incomplete)."""
    most = number_words(found.range[1], None)
    if found.value is not None:
        return f"{number_words(found.value, None)} of {most}"
    if (found.low, found.high) == found.range:
        return "not scored"
    low, high = number_words(found.low, None), number_words(found.high, None)
    return f"{low if low == high else f'{low}–{high}'} of {most} (incomplete)"


def computed_words(found: Computed) -> str:
    """A computed value, or the span it lies in: 13 h, 26–30 weeks."""
    if found.low is None or found.high is None:
        return "cannot be told"
    if found.unit in get_args(DurationUnit) and found.low < 0:
        return _backwards_words(found, found.low, found.high)
    if found.low == found.high:
        return number_words(found.low, found.unit)
    span = f"{number_words(found.low, None)}–{number_words(found.high, None)}"
    return f"{span} {unit_words(found.unit)}" if found.unit else span


def _backwards_words(found: Computed, low: Decimal, high: Decimal) -> str:
    """A duration whose end came before its beginning, or may have: less than nothing has passed."""
    if high < 0:
        return f"the other way round, by up to {number_words(-low, found.unit)}"
    return f"{computed_words(replace(found, low=Decimal(0)))}, or the other way round"
