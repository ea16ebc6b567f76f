"""A rule as a sentence for staff, before anybody has answered: “Nights” is at least 5.

What holds at a visit, and why, is told by findings.py from the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.answers import show_number
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, RowsItem
from screening.core.questionnaire import Questionnaire
from screening.core.score import Banded

_LIMITS = {
    "at_least": "is at least {}",
    "above": "is above {}",
    "at_most": "is at most {}",
    "below": "is below {}",
}
_MISSING = {
    "any": "is missing for any reason",
    "declined": "is declined",
    "not_assessed": "is not assessed",
    "not_asked": "is not asked",
    "not_recorded": "is not recorded",
}


def rule_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """The rule with the labels of this file; what belongs to another is named as it is written."""
    return _told(questionnaire, condition, nested=False)


def _told(of: Questionnaire, condition: Condition, *, nested: bool) -> str:
    match condition:
        case NotOf():
            return f"not ({_told(of, condition.not_, nested=False)})"
        case AllOf(all=parts):
            told = " and ".join(_told(of, part, nested=True) for part in parts)
            return f"({told})" if nested and len(parts) > 1 else told
        case AnyOf(any=parts):
            told = " or ".join(_told(of, part, nested=True) for part in parts)
            return f"({told})" if nested and len(parts) > 1 else told
    return _tested(of, condition)


def _tested(of: Questionnaire, test: ItemTest) -> str:
    label, options = _named(of, test.ref)
    return f"“{label}” {' and '.join(_tests(of, test.ref, test.operators, options))}"


def _tests(
    of: Questionnaire, ref: str, asked: Operators, options: Mapping[str, str]
) -> Iterator[str]:
    for name, pattern in _LIMITS.items():
        limit = getattr(asked, name)
        if limit is not None:
            yield pattern.format(show_number(limit))
    for words, ids in (
        ("is", asked.is_),
        ("is not", asked.is_not),
        ("includes", asked.includes),
        ("lies in", asked.band),
    ):
        if ids is not None:
            yield f"{words} {' or '.join(f'“{options.get(one, one)}”' for one in ids)}"
    if asked.answered is not None:
        yield "is answered" if asked.answered else "is not answered"
    if asked.missing is not None:
        yield _MISSING[asked.missing]
    if asked.any_row is not None:
        yield f"has a row in which {_in_row(of, ref, asked.any_row)}"


def _in_row(of: Questionnaire, ref: str, condition: Condition) -> str:
    """The fields of a row are items of their own, named only there."""
    item = of.item(ref) if of.has_item(ref) else None
    if not isinstance(item, RowsItem):
        return rule_words(of, condition)
    page = of.pages[0].changed(items=item.fields)
    return rule_words(of.changed(pages=(page,), computed=(), scores=()), condition)


def _named(of: Questionnaire, ref: str) -> tuple[str, Mapping[str, str]]:
    """Label, and the words of options or bands by their ids."""
    found = of.named(ref)
    if isinstance(found, ChoiceItem | ChoicesItem):
        return found.label, {option.id: option.label for option in found.choices}
    if isinstance(found, Banded):
        bands = (b for s in found.sets for branch in s.branches() for b in branch)
        named = getattr(found, "title", None) or getattr(found, "text", None)
        return named or found.id.replace("_", " "), {band.id: band.words for band in bands}
    return (found.label if found is not None else ref), {}
