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
    ENGLISH,
    MISSING_WORDS,
    Speech,
    answer_words,
    number_words,
    row_words,
)

OF_MOST = "{value} of {most}"
OF_MOST_OPEN = "{value} of {most} (incomplete)"
NOT_SCORED = "not scored"
UNTOLD = "cannot be told"
BACKWARDS = "the other way round, by up to {value}"
MAYBE_BACKWARDS = "{value}, or the other way round"


def raise_finding(facts: Facts, finding: Finding, speech: Speech = ENGLISH) -> RaisedFinding | None:
    """The finding when it holds, or when it cannot be told and has to be asked in person."""
    truth = holds_in(finding.when, facts)
    if truth is False or (truth is None and not finding.ask_if_unknown):
        return None
    wanted: Literal[True] | None = True if truth else None
    found = _evidence(facts, finding.when, wanted, speech, negated=False)
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
    facts: Facts, condition: Condition, wanted: Literal[True] | None, speech: Speech,
    *, negated: bool,
) -> Iterator[Evidence]:  # fmt: skip
    """The tests that make the condition, or with `negated` its opposite, what it is."""
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                if holds_in(part, facts, negated=negated) is wanted:
                    yield from _evidence(facts, part, wanted, speech, negated=negated)
        case NotOf():
            yield from _evidence(facts, condition.not_, wanted, speech, negated=not negated)
        case ItemTest():
            yield _one(facts, condition, wanted, speech, negated)


def _one(
    facts: Facts, test: ItemTest, wanted: bool | None, speech: Speech, negated: bool
) -> Evidence:
    label = label_of(facts, test.ref)
    rows = test.operators.any_row
    found = facts.look(test.ref)
    known = facts.questionnaire.has_item(test.ref)
    if rows is None or not known or not isinstance(found, Answer):
        return Evidence(test.ref, label, value_words(facts, test.ref, speech))
    item = facts.questionnaire.item(test.ref)
    assert isinstance(item, RowsItem)
    assert isinstance(found.value, tuple)
    hits: list[Row] = [
        row
        for row in found.value
        if not isinstance(row, str) and holds(rows, row_look(row), negated=negated) is wanted
    ]
    words = "; ".join(row_words(item, row, speech) for row in hits)
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


def value_words(facts: Facts, ref: str, speech: Speech = ENGLISH) -> str:
    """What is known of an item, computed value or score, in words."""
    found = facts.look(ref)
    if isinstance(found, Computed):
        return computed_words(found, speech)
    if isinstance(found, Observation):
        return score_words(found, speech)
    if facts.questionnaire.has_item(ref):
        return answer_words(facts.questionnaire.item(ref), found, speech)
    if isinstance(found, Missing):
        return speech.say(MISSING_WORDS[found.reason])
    return _foreign_words(found, speech)


def _foreign_words(answer: Answer, speech: Speech) -> str:
    """An answer whose item is defined elsewhere, as well as it can be said without its texts."""
    value = answer.value
    if isinstance(value, Decimal):
        return number_words(value, answer.unit, speech)
    if isinstance(value, Moment):
        return speech.moment(value)
    if isinstance(value, str):
        return value.replace("_", " ")
    return ", ".join(
        part.replace("_", " ")
        if isinstance(part, str)
        else " ".join(_foreign_words(field, speech) for field in part.values())
        for part in value
    )


def score_words(found: Observation, speech: Speech = ENGLISH) -> str:
    """A score, or what it may still come to: 16 of 48, 37–48 of 48 (incomplete)."""
    most = number_words(found.range[1], None)
    if found.value is not None:
        return speech.say(OF_MOST).format(value=number_words(found.value, None), most=most)
    if (found.low, found.high) == found.range:
        return speech.say(NOT_SCORED)
    low, high = number_words(found.low, None), number_words(found.high, None)
    span = low if low == high else f"{low}–{high}"
    return speech.say(OF_MOST_OPEN).format(value=span, most=most)


def computed_words(found: Computed, speech: Speech = ENGLISH) -> str:
    """A computed value, or the span it lies in: 13 h, 26–30 weeks."""
    if found.low is None or found.high is None:
        return speech.say(UNTOLD)
    if found.unit in get_args(DurationUnit) and found.low < 0:
        return _backwards_words(found, found.low, found.high, speech)
    if found.low == found.high:
        return number_words(found.low, found.unit, speech)
    span = f"{number_words(found.low, None)}–{number_words(found.high, None)}"
    return f"{span} {speech.unit(found.unit, found.high)}" if found.unit else span


def _backwards_words(found: Computed, low: Decimal, high: Decimal, speech: Speech) -> str:
    """A duration whose end came before its beginning, or may have: less than nothing has passed."""
    if high < 0:
        return speech.say(BACKWARDS).format(value=number_words(-low, found.unit, speech))
    value = computed_words(replace(found, low=Decimal(0)), speech)
    return speech.say(MAYBE_BACKWARDS).format(value=value)
