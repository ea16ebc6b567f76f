"""The fingerprint of a published wording: one changed letter gives another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem, ScaleItem
from screening.core.questionnaire import Questionnaire


def fingerprint(texts: Iterable[str]) -> str:
    """SHA-256 of texts in the order of their file, 64 hex digits.

    Each is taken as UTF-8 and ended by a zero byte, which no text of a file can hold: so a word
    that moves from one text into the next is noticed too.
    """
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def texts_of(questionnaire: Questionnaire) -> Iterator[str]:
    """What is read of the items: text, hint, the ends of a scale and the options, in order.

    Labels of our own for lists and paper (`short`) are not part of a wording.
    """
    for item in questionnaire.items:
        yield from _texts(item)


def _texts(item: Item) -> Iterator[str]:
    ends = (item.min_text, item.max_text) if isinstance(item, ScaleItem) else ()
    yield from (text for text in (item.text, item.hint, *ends) if text is not None)
    if isinstance(item, ChoiceItem | ChoicesItem):
        yield from (option.text for option in item.choices)
    for field in item.fields if isinstance(item, RowsItem) else ():
        yield from _texts(field)
