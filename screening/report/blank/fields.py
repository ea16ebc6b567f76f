"""Items -> where their answers go on paper."""

from __future__ import annotations

import string

from screening.core.answers import show_number
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
    TextItem,
)
from screening.core.words import unit_words
from screening.report.blank.form import Box, Column, Field, Rows
from screening.report.blank.words import Words

SHORT_BOXES, LONG_BOXES = 26, 48  # letters; up to which three, or two, stand in one line
ROWS_AT_MOST = 5
RATIO = "1"  # UCUM for a number without a unit
CHARACTERS_A_LINE = 90
LINES_AT_MOST = 6
_PARTS = ("year", "month", "day", "time")
_FINEST = {"year": 1, "month": 2, "day": 3, "hour": 4, "minute": 4}


def field_of(item: Item, words: Words) -> Field | Rows:
    """Where the answer goes."""
    match item:
        case ChoiceItem() | ChoicesItem():
            return _boxes(item, words)
        case ScaleItem():
            ends = tuple(text or "" for text in (item.min_text, item.max_text))
            numbers = tuple(range(int(item.min), int(item.max) + 1))
            return Field("scale", numbers=numbers, ends=ends, help=words.tick_one)
        case IntegerItem() | QuantityItem():
            return _number(item, words)
        case DateItem() | DateTimeItem():
            return _moment(item, words)
        case TextItem():
            lines = -(-item.max_length // CHARACTERS_A_LINE)
            return Field("text", lines=max(1, min(LINES_AT_MOST, lines)))
        case RowsItem():
            return _rows(item, words)


def _boxes(item: ChoiceItem | ChoicesItem, words: Words) -> Field:
    several = isinstance(item, ChoicesItem)
    boxes = tuple(
        Box(option.text, words.alone if several and option.exclusive else "")
        for option in item.choices
    )
    return Field(
        "boxes",
        boxes=boxes,
        help=words.tick_all if several else words.tick_one,
        across=_across([len(box.text) + len(box.note) for box in boxes]),
    )


def _across(lengths: list[int]) -> int:
    longest = max(lengths)
    if longest > LONG_BOXES:
        return 1
    return 2 if longest > SHORT_BOXES else 3


def _number(item: IntegerItem | QuantityItem, words: Words) -> Field:
    between = words.between.format(low=show_number(item.min), high=show_number(item.max))
    units = _units(item, words)
    if len(units) == 1:
        return Field("number", unit=units[0], help=between)
    return Field("number", boxes=tuple(Box(unit) for unit in units), help=between)


def _units(item: IntegerItem | QuantityItem, words: Words) -> tuple[str, ...]:
    if not isinstance(item, QuantityItem):
        return ()
    if item.units is None:
        shown = unit_words(item.unit or "")
        return (words.units.get(shown, shown),) if shown not in ("", RATIO) else ()
    texts = item.unit_texts or {}
    return tuple(texts.get(word) or word for word in item.units)


def _moment(item: DateItem | DateTimeItem, words: Words) -> Field:
    names = _PARTS[: _FINEST[item.finest]]
    return Field(
        "moment",
        parts=tuple(
            words.parts[name] for name in ("day", "month", "year", "time") if name in names
        ),
        half_days=words.half_days if "time" in names else (),
        help=words.not_all if item.finest != item.coarsest else "",
    )


def _rows(item: RowsItem, words: Words) -> Rows:
    number = min(item.max_rows, ROWS_AT_MOST)
    lists = tuple(
        (label, entries)
        for field in item.fields
        for label, entries in [_list(field, words)]
        if label
    )
    columns = tuple(
        Column(field.text, _note(field, words), isinstance(field, TextItem))
        for field in item.fields
    )
    return Rows(words.row_help.format(number=number), columns, number, lists)


def _list(field: Item, words: Words) -> tuple[str, tuple[str, ...]]:
    """What may be written into a column, in a list above the table; empty where nothing is."""
    if isinstance(field, ChoiceItem | ChoicesItem):
        lettered = zip(string.ascii_uppercase, field.choices, strict=False)
        entries = tuple(f"{letter}\N{NO-BREAK SPACE}{option.text}" for letter, option in lettered)
        return words.letter.format(field=field.text), entries
    units = _units(field, words) if isinstance(field, IntegerItem | QuantityItem) else ()
    return (words.unit_list, units) if len(units) > 1 else ("", ())


def _note(field: Item, words: Words) -> str:
    """What stands small in the head of a column."""
    if field.hint:
        return field.hint
    if isinstance(field, ChoiceItem | ChoicesItem):
        return ""
    told = field_of(field, words)
    if isinstance(told, Rows) or told.kind == "text":
        return ""
    if told.kind == "moment":
        return ", ".join(told.parts).lower()
    return words.number_and_unit if told.boxes else told.unit
