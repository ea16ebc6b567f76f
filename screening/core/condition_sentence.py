"""A rule as a sentence for staff, before anybody has answered: “Nights” is at least 5.

What holds at a visit, and why, is told by findings.py from the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from screening.core.answers import show_number
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Score
from screening.core.words import MISSING_WORDS

Named = Item | Computed | Score | None
Look = Callable[[str], Named]

_LIMITS = {"at_least": "is at least", "at_most": "is at most", "above": "is above",
           "below": "is below"}  # fmt: skip
_LISTS = {"is_": "is", "is_not": "is not", "includes": "includes", "band": "lies in"}


def rule_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """The rule with the labels of this file; what belongs to another is named as it is written."""
    return _told(condition, questionnaire.named)


def condition_sentence(condition: Condition, others: Mapping[str, Questionnaire]) -> str:
    """The rule of a packet, which names items as questionnaire.item.

    others   by id; what is not among them is named as it is written
    """

    def look(ref: str) -> Named:
        name, _, local = ref.partition(".")
        return others[name].named(local) if name in others else None

    return _told(condition, look)


def label_of(ref: str, found: Named) -> str:
    """What a name of a file means, in quotes; the name itself where it is not known here."""
    return f"“{found.label}”" if found is not None else ref


def _told(condition: Condition, look: Look) -> str:
    match condition:
        case AllOf():
            return _joined(condition.all, " and ", look)
        case AnyOf():
            return _joined(condition.any, " or ", look)
        case NotOf():
            return f"not ({_told(condition.not_, look)})"
    found = look(condition.ref)
    return f"{label_of(condition.ref, found)} {' and '.join(_asked(condition.operators, found))}"


def _joined(parts: Sequence[Condition], word: str, look: Look) -> str:
    """Parts that are made of parts stand in brackets."""
    told = (
        _told(part, look)
        if isinstance(part, ItemTest | NotOf) or len(parts) == 1
        else f"({_told(part, look)})"
        for part in parts
    )
    return word.join(told)


def _asked(asked: Operators, found: Named) -> Iterator[str]:
    for name, words in _LIMITS.items():
        if (limit := getattr(asked, name)) is not None:
            yield f"{words} {show_number(limit)}"
    known = dict(_words(found))
    for name, words in _LISTS.items():
        if (ids := getattr(asked, name)) is not None:
            yield f"{words} {_one_of([f'“{known.get(one, one)}”' for one in ids])}"
    if asked.answered is not None:
        yield "is answered" if asked.answered else "is not answered"
    if asked.missing is not None:
        why = "whatever the reason" if asked.missing == "any" else MISSING_WORDS[asked.missing]
        yield f"has no answer ({why})"
    if asked.any_row is not None:
        fields = found.field if isinstance(found, RowsItem) else lambda _: None
        yield f"has a row in which {_told(asked.any_row, fields)}"


def _words(found: Named) -> Iterator[tuple[str, str]]:
    """The words of options or bands, by their ids."""
    if isinstance(found, ChoiceItem | ChoicesItem):
        yield from ((option.id, option.label) for option in found.choices)
    if isinstance(found, Computed | Score):
        for bands in (branch for band_set in found.sets for branch in band_set.branches()):
            yield from ((band.id, band.words) for band in bands)


def _one_of(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
