"""Skip rules in words: "Only if you ticked “Yes” at question 3."

What a rule rests on must be on the paper. Where it is not (a figure worked out, an item of staff),
nothing is guessed: the form says that the staff will tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from screening.core.answers import show_number
from screening.core.condition import AllOf, AnyOf, Condition, ItemTest, NotOf, Operators
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option
from screening.quick_dataclass import dataclass
from screening.report.blank.words import ConditionWords

LISTED_AT_MOST = 3  # options; of more, the others are named where those are fewer
OTHERS_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A question that a rule looks at."""

    number: int
    item: Item


Lookup = Callable[[str], OnPaper | None]  # by the name in the file; None: not on this paper


class Untold(Exception):
    """The rule rests on what the paper does not ask."""


def condition_words(condition: Condition, look: Lookup, words: ConditionWords) -> str:
    """The rule without its "only if".

    raises  Untold
    """
    return _told(condition, look, words, negated=False)


def _told(condition: Condition, look: Lookup, words: ConditionWords, *, negated: bool) -> str:
    match condition:
        case NotOf():
            return _told(condition.not_, look, words, negated=not negated)
        case AllOf():
            return _joined(
                condition.all, words.or_ if negated else words.and_, look, words, negated
            )
        case AnyOf():
            return _joined(
                condition.any, words.and_ if negated else words.or_, look, words, negated
            )
    found = look(condition.ref)
    if found is None:
        raise Untold
    return _tested(condition, found, words, negated)


def _joined(
    parts: Sequence[Condition], word: str, look: Lookup, words: ConditionWords, negated: bool
) -> str:
    """Parts with a comma before the last word where a part has a word like it in itself."""
    told = [_told(part, look, words, negated=negated) for part in parts]
    nested = any(not isinstance(part, ItemTest) for part in parts)
    return f",{word}".join(told) if nested or len(told) > 2 else word.join(told)


def _tested(test: ItemTest, found: OnPaper, words: ConditionWords, negated: bool) -> str:
    told = list(_tests(test.operators, found, words, negated))
    if not told:
        raise Untold
    return (words.or_ if negated else words.and_).join(told)


def _tests(asked: Operators, found: OnPaper, words: ConditionWords, negated: bool) -> Iterator[str]:
    if asked.band is not None or asked.any_row is not None:
        raise Untold
    picked, other = (words.not_ticked, words.ticked) if negated else (words.ticked, words.other)
    for ids in (asked.is_, asked.includes):
        if ids is not None:
            yield _ticked(found, ids, words, picked, None if negated else words.other)
    if asked.is_not is not None:
        yield _ticked(found, asked.is_not, words, other, None)
    limits = (
        (asked.above, words.more_than, words.at_most),
        (asked.at_least, words.at_least, words.less_than),
        (asked.below, words.less_than, words.at_least),
        (asked.at_most, words.at_most, words.more_than),
    )
    for limit, plain, opposite in limits:
        if limit is not None:
            pattern = opposite if negated else plain
            yield pattern.format(number=found.number, limit=show_number(limit))
    yield from _present(asked, found, words, negated)


def _present(
    asked: Operators, found: OnPaper, words: ConditionWords, negated: bool
) -> Iterator[str]:
    if asked.answered is not None:
        wanted = asked.answered is not negated
        yield (words.answered if wanted else words.blank).format(number=found.number)
    if asked.missing is None:
        return
    if asked.missing not in ("declined", "any"):
        raise Untold
    pattern = words.declined if asked.missing == "declined" else words.blank
    yield (words.answered if negated else pattern).format(number=found.number)


def _ticked(
    found: OnPaper,
    ids: Sequence[str],
    words: ConditionWords,
    pattern: str,
    complement: str | None,
) -> str:
    item = found.item
    if not isinstance(item, ChoiceItem | ChoicesItem):
        raise Untold
    listed = [option for option in item.choices if option.id in ids]
    others = [option for option in item.choices if option.id not in ids]
    if complement and len(listed) > LISTED_AT_MOST and 0 < len(others) <= OTHERS_AT_MOST:
        listed, pattern = others, complement
    quoted = _one_of((quote_of(o, item.choices, words) for o in listed), words.or_)
    return pattern.format(options=quoted, number=found.number)


def quote_of(option: Option, among: Sequence[Option], words: ConditionWords) -> str:
    """The option's text, or its beginning where that is enough to find it."""
    short = _beginning(option.text)
    alone = sum(_beginning(other.text) == short for other in among) == 1
    return words.quote.format(text=short if alone else option.text)


def _beginning(text: str) -> str:
    return re.split(r"\s*[(:;,]", text, maxsplit=1)[0] or text


def _one_of(quoted: Iterable[str], word: str) -> str:
    *most, last = quoted
    return f"{', '.join(most)}{word}{last}" if most else last
