"""What two versions of a questionnaire make different: each change in one sentence.

How much a change weighs stands in difference_kinds.py; which version it asks for, in versions.py.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from screening.core.difference_kinds import (
    CHOICE_ITEM,
    ITEM,
    ITEMS,
    SCORING,
    WEIGHTS,
    WORDING,
    Kind,
    Weights,
)
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem
from screening.core.questionnaire import FeatureTable, Instrument, Questionnaire
from screening.core.score import KINDS, Band, Banded, BandSet, Score
from screening.core.written import spelt
from screening.quick_dataclass import dataclass

_LONGEST = 80  # signs of a value that are quoted


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different."""

    kind: Kind
    where: str  # what was changed, e.g. "item pulse", "score total, band high"
    what: str  # "added", "removed", "moved", or the key that reads otherwise
    sentence: str


Changes = Iterator[Change]


def differences(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Everything that differs in meaning or in words; comments and layout do not."""
    return tuple(_questionnaire(old, new))


def _questionnaire(old: Questionnaire, new: Questionnaire) -> Changes:
    if old.id != new.id:
        yield Change(ITEMS, "questionnaire", "id", f"“{old.id}” has become “{new.id}”.")
    yield from _keys("questionnaire", old, new, WEIGHTS[Questionnaire])
    yield from _keys("instrument", old.instrument, new.instrument, WEIGHTS[Instrument])
    yield from _group("page", old.pages, new.pages, WORDING)
    yield from _items(old, new)
    yield from _group("computed value", old.computed, new.computed, SCORING)
    for computed, following in _pairs(old.computed, new.computed):
        yield from _band_sets(f"computed value {computed.id}", computed, following)
    for score, other in _pairs(old.scores, new.scores):
        yield from _score(score, other)
    yield from _come_and_gone("score", old.scores, new.scores, SCORING)
    for table, after in _pairs(old.features, new.features):
        yield from _table(table, after)
    yield from _come_and_gone("feature table", old.features, new.features, SCORING)
    yield from _group("finding", old.findings, new.findings, SCORING)
    yield from _come_and_gone("worked case", old.cases, new.cases, WORDING)
    for case, later in _pairs(old.cases, new.cases):
        if case != later:
            sentence = f"The worked case “{case.id}” reads otherwise."
            yield Change(WORDING, f"worked case {case.id}", "changed", sentence)


def _items(old: Questionnaire, new: Questionnaire) -> Changes:
    yield from _come_and_gone("item", old.items, new.items, ITEMS)
    yield from _moved("item", old.items, new.items, ITEMS)
    for item, other in _pairs(old.items, new.items):
        where = f"item {item.id}"
        yield from _value(where, "rated_by", old.rater(item), new.rater(other), ITEMS)
        if old.page_of(item.id).id != new.page_of(item.id).id:
            sentence = f"“{item.id}” stands on the page “{new.page_of(item.id).id}” now."
            yield Change(WORDING, where, "page", sentence)
        yield from _item(where, item, other)


def _item(where: str, old: Item, new: Item) -> Changes:
    if isinstance(old, ChoiceItem | ChoicesItem) and isinstance(new, ChoiceItem | ChoicesItem):
        yield from _keys(where, old, new, CHOICE_ITEM)
        yield from _group(f"{where}, option", old.choices, new.choices, ITEMS)
        yield from _moved(f"{where}, option", old.choices, new.choices, WORDING)
        return
    yield from _keys(where, old, new, ITEM)
    if isinstance(old, RowsItem) and isinstance(new, RowsItem):
        yield from _come_and_gone(f"{where}, field", old.fields, new.fields, ITEMS)
        yield from _moved(f"{where}, field", old.fields, new.fields, ITEMS)
        for field, other in _pairs(old.fields, new.fields):
            yield from _item(f"{where}, field {field.id}", field, other)


def _score(old: Score, new: Score) -> Changes:
    where = f"score {old.id}"
    weights = dict(WEIGHTS[Score])
    for kind in KINDS:
        one, other = getattr(old, kind), getattr(new, kind)
        if one and other and _unordered(one) == _unordered(other):
            weights[kind] = WORDING  # only the order of the trace
    yield from _keys(where, old, new, weights)
    yield from _band_sets(where, old, new)
    yield from _in_place(f"{where}, line", old.lines, new.lines)
    yield from _in_place(f"{where}, caution", old.cautions, new.cautions)


def _unordered(items: Any) -> Any:
    return items if isinstance(items, Mapping) else sorted(items)


def _band_sets(where: str, old: Banded, new: Banded) -> Changes:
    yield from _come_and_gone(f"{where}, band set", old.sets, new.sets, SCORING)
    for band_set, after in _pairs(old.sets, new.sets):
        yield from _band_set(f"{where}, band set {band_set.id}", band_set, after)


def _band_set(where: str, old: BandSet, new: BandSet) -> Changes:
    yield from _keys(where, old, new, WEIGHTS[BandSet])
    yield from _bands(where, old.bands, new.bands)
    yield from _in_place(f"{where}, branch", old.choose, new.choose)
    for n, (branch, other) in enumerate(zip(old.choose, new.choose, strict=False), start=1):
        yield from _bands(f"{where}, branch {n}", branch.bands, other.bands)


def _bands(where: str, old: tuple[Band, ...], new: tuple[Band, ...]) -> Changes:
    yield from _group(f"{where}, band", old, new, SCORING)


def _table(old: FeatureTable, new: FeatureTable) -> Changes:
    where = f"feature table {old.id}"
    yield from _keys(where, old, new, WEIGHTS[FeatureTable])
    yield from _group(f"{where}, row", old.rows, new.rows, SCORING)


def _in_place(where: str, old: Sequence[BaseModel], new: Sequence[BaseModel]) -> Changes:
    """Entries without ids, compared one by one in their order."""
    if len(old) != len(new):
        sentence = f"{_start(where)}: there were {len(old)} and are {len(new)}."
        yield Change(SCORING, where, "number", sentence)
    for n, (one, other) in enumerate(zip(old, new, strict=False), start=1):
        yield from _keys(f"{where} {n}", one, other, WEIGHTS[type(one)])


def _group(where: str, old: Sequence[Any], new: Sequence[Any], kind: Kind) -> Changes:
    """Entries with ids: those that came, those that went, and the keys of the others."""
    yield from _come_and_gone(where, old, new, kind)
    for one, other in _pairs(old, new):
        yield from _keys(f"{where} {one.id}", one, other, WEIGHTS[type(one)])


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    known = {one.id: one for one in new}
    return ((one, known[one.id]) for one in old if one.id in known)


def _come_and_gone(where: str, old: Sequence[Any], new: Sequence[Any], kind: Kind) -> Changes:
    before, after = {one.id for one in old}, {one.id for one in new}
    for one in old:
        if one.id not in after:
            yield Change(kind, f"{where} {one.id}", "removed", f"{_start(where)} {one.id} is gone.")
    for one in new:
        if one.id not in before:
            yield Change(kind, f"{where} {one.id}", "added", f"{_start(where)} {one.id} is new.")


def _moved(where: str, old: Sequence[Any], new: Sequence[Any], kind: Kind) -> Changes:
    """As few entries as it takes to explain the other order."""
    shared = {one.id for one in old} & {one.id for one in new}
    before = [one.id for one in old if one.id in shared]
    after = [one.id for one in new if one.id in shared]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    stayed = {after[b.b + n] for b in matcher.get_matching_blocks() for n in range(b.size)}
    for n, name in enumerate(after):
        if name not in stayed:
            place = f"comes after {after[n - 1]}" if n else "comes first"
            yield Change(kind, f"{where} {name}", "moved", f"{_start(where)} {name} {place} now.")


def _keys(where: str, old: BaseModel, new: BaseModel, weights: Weights) -> Changes:
    """The keys of two models of one kind; a type that was changed brings keys of its own."""
    names = dict.fromkeys((*type(old).model_fields, *type(new).model_fields))
    for name in names:
        kind = weights.get(name, SCORING)
        if kind is not None:
            yield from _value(where, name, getattr(old, name, None), getattr(new, name, None), kind)


def _value(where: str, key: str, old: Any, new: Any, kind: Kind) -> Changes:
    # 2.0 and 2 are one number; a dictionary also tells its order, which points go by.
    same = list(old.items()) == list(new.items()) if _both_mappings(old, new) else old == new
    if same:
        return
    key = key.rstrip("_")
    if old in (None, (), ""):
        told = f"`{key}` is new: {_quoted(new)}"
    elif new in (None, (), ""):
        told = f"`{key}` is gone: it was {_quoted(old)}"
    else:
        told = f"`{key}` was {_quoted(old)} and is {_quoted(new)}"
    yield Change(kind, where, key, f"{_start(where)}: {told}.")


def _both_mappings(old: Any, new: Any) -> bool:
    return isinstance(old, Mapping) and isinstance(new, Mapping)


def _quoted(value: Any) -> str:
    text = " ".join(spelt(value).split())
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"


def _start(where: str) -> str:
    return where[:1].upper() + where[1:]
