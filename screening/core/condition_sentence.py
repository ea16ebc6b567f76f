"""A condition as a sentence for staff: “Very sick right now?” is Yes, or is not answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screening.core.answers import show_number
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, Item
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Score
from screening.core.words import MISSING_WORDS

Named = Item | Computed | Score | None


def condition_sentence(condition: Condition, others: Mapping[str, Questionnaire]) -> str:
    """What must hold, without a capital and a full stop; parts of parts stand in brackets.

    others   by id; what is not among them goes by its name in the file
    """
    match condition:
        case AllOf():
            return _joined(condition.all, " and ", others)
        case AnyOf():
            return _joined(condition.any, " or ", others)
        case NotOf():
            return f"not ({condition_sentence(condition.not_, others)})"
    return _test(condition, others)


def _joined(parts: Sequence[Condition], word: str, others: Mapping[str, Questionnaire]) -> str:
    told = [
        condition_sentence(part, others)
        if isinstance(part, ItemTest | NotOf) or len(parts) == 1
        else f"({condition_sentence(part, others)})"
        for part in parts
    ]
    return word.join(told)


def _test(test: ItemTest, others: Mapping[str, Questionnaire]) -> str:
    name, _, local = test.ref.partition(".")
    found = others[name].named(local) if name in others else None
    what = f"“{_label(found)}”" if found is not None else test.ref
    return f"{what} {' and '.join(_asked(test.operators, found)) or 'is asked'}"


def _label(found: Item | Computed | Score) -> str:
    if isinstance(found, Computed | Score):
        return getattr(found, "title", None) or found.id
    return found.label


def _asked(asked: Operators, found: Named) -> Iterator[str]:
    limits = (
        ("is at least", asked.at_least),
        ("is at most", asked.at_most),
        ("is above", asked.above),
        ("is below", asked.below),
    )
    yield from (f"{words} {show_number(limit)}" for words, limit in limits if limit is not None)
    options = (("is", asked.is_), ("is not", asked.is_not), ("includes", asked.includes))
    yield from (f"{words} {_options(ids, found)}" for words, ids in options if ids is not None)
    if asked.band is not None:
        yield f"is in the band {_one_of(asked.band)}"
    if asked.answered is not None:
        yield "is answered" if asked.answered else "is not answered"
    if asked.missing is not None:
        why = "whatever the reason" if asked.missing == "any" else MISSING_WORDS[asked.missing]
        yield f"has no answer ({why})"
    if asked.any_row is not None:
        yield "has a row of a certain kind"


def _options(ids: Sequence[str], found: Named) -> str:
    if not isinstance(found, ChoiceItem | ChoicesItem):
        return _one_of(ids)
    known = {option.id: option.label for option in found.choices}
    return _one_of([f"“{known.get(name, name)}”" for name in ids])


def _one_of(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
