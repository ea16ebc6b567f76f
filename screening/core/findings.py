"""Answers and observations -> what a clinician must see, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from decimal import Decimal
from typing import Literal, get_args

from screening.core.answers import Answer, Missing, Row
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf
from screening.core.facts import Computed, Evidence, Facts, Observation, RaisedFinding, Seen
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
    told = list(_telling(facts, finding.when, wanted, negated=False))
    named = _named_options(test for test, _ in told)
    found = (_one(facts, *one, wanted, speech, named.get(one[0].ref, set())) for one in told)
    evidence = tuple(dict.fromkeys(found))
    return RaisedFinding(
        code=finding.id,
        level=finding.level,
        state="raised" if truth else "ask",
        text=finding.words,
        because=" and ".join(f"“{part.label}” is “{part.words}”" for part in evidence),
        evidence=evidence,
    )


def _telling(
    facts: Facts, condition: Condition, wanted: Literal[True] | None, *, negated: bool
) -> Iterator[tuple[ItemTest, bool]]:
    """The tests that make the condition, or with `negated` its opposite, what it is.

    Each with whether it is its own opposite that holds.
    """
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                if holds_in(part, facts, negated=negated) is wanted:
                    yield from _telling(facts, part, wanted, negated=negated)
        case NotOf():
            yield from _telling(facts, condition.not_, wanted, negated=not negated)
        case ItemTest():
            yield condition, negated


def _named_options(tests: Iterable[ItemTest]) -> Mapping[str, set[str]]:
    """By item, the options that any of the tests names."""
    named: dict[str, set[str]] = {}
    for test in tests:
        named.setdefault(test.ref, set()).update(test.operators.includes or ())
    return named


def _one(
    facts: Facts, test: ItemTest, negated: bool, wanted: bool | None, speech: Speech,
    named: Set[str],
) -> Evidence:  # fmt: skip
    label = label_of(facts, test.ref)
    rows = test.operators.any_row
    found = facts.look(test.ref)
    known = facts.questionnaire.has_item(test.ref)
    if rows is None or not known or not isinstance(found, Answer):
        # Of a long checklist only what the finding is about: the rest would hide it.
        options = _ticked(found, named)
        words = value_words(facts, test.ref, speech, options)
        return Evidence(test.ref, label, words, options)
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


def _ticked(found: Seen, named: Set[str]) -> tuple[str, ...]:
    """Those of the options that an answer to a checklist holds, in its order."""
    value = found.value if isinstance(found, Answer) else ()
    options = value if isinstance(value, tuple) else ()
    return tuple(one for one in options if isinstance(one, str) and one in named)


def value_words(
    facts: Facts,
    ref: str,
    speech: Speech = ENGLISH,
    options: tuple[str, ...] = (),
) -> str:
    """What is known of an item, computed value or score, in words.

    options  the only ones to be told of a checklist; without any, all that are ticked
    """
    found = facts.look(ref)
    if options and isinstance(found, Answer):
        found = replace(found, value=options)
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
