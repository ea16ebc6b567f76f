"""What is typed in an item's control, as text: from the form or a stored answer, and on to core.

Nothing is judged here; ranges and wording of refusals are core's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from screening.core.answers import Answer, Missing, to_json
from screening.core.documents import plain
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    Item,
    QuantityItem,
    RowsItem,
)
from screening.quick_dataclass import dataclass
from screening.web.clock import plain_clock
from screening.web.plain_values import read_number

Form = MultiDict[str, str]
OUT = "-out"  # value of the last tile; no option id can be that
MOMENT_PARTS = ("year", "month", "day", "time")
ROWS_AT_MOST = 100  # of a posted form; a questionnaire's own limit is lower


@dataclass(frozen=True, slots=True)
class Typed:
    """The content of one item's control, as text."""

    parts: Mapping[str, str] = field(default_factory=dict)  # "" is the main part
    picked: tuple[str, ...] = ()  # option ids
    rows: tuple[Mapping[str, Typed], ...] = ()
    out: bool = False  # the last tile is ticked: would rather not answer, or not assessed
    why: str = ""  # reason of what was not assessed, as picked
    why_words: str = ""  # and as typed


def read_typed(item: Item, name: str, form: Form) -> Typed:
    """What came back from the control of an item."""
    typed = _read_parts(item, name, form)
    why, words = form.get(f"{name}.why", ""), form.get(f"{name}.why-words", "")
    return replace(typed, why=why, why_words=words) if why or words else typed


def _read_parts(item: Item, name: str, form: Form) -> Typed:
    out = form.get(f"{name}.out") == OUT or OUT in form.getlist(name)
    if isinstance(item, ChoiceItem | ChoicesItem):
        return Typed(picked=tuple(p for p in form.getlist(name) if p != OUT), out=out)
    if isinstance(item, RowsItem):
        return Typed(rows=_read_rows(item, name, form), out=out)
    if isinstance(item, DateItem | DateTimeItem):
        return Typed({part: form.get(f"{name}.{part}", "") for part in MOMENT_PARTS}, out=out)
    return Typed({"": form.get(name, ""), "unit": form.get(f"{name}.unit", "")}, out=out)


def typed_of(item: Item, given: Answer | Missing | None) -> Typed:
    """What a stored answer looks like in the control."""
    if given is None:
        return Typed(rows=({},) if isinstance(item, RowsItem) else ())
    if isinstance(given, Missing):
        rows: tuple[Mapping[str, Typed], ...] = ({},) if isinstance(item, RowsItem) else ()
        return Typed(rows=rows, out=True, why=given.why, why_words=given.words)
    return _SHOWN[item.type](item, plain(to_json(item, given)))


def raw_of(item: Item, typed: Typed) -> object | None:
    """The control's content as core reads it; None when nothing was filled in."""
    if isinstance(item, ChoiceItem):
        return typed.picked[0] if typed.picked else None
    if isinstance(item, ChoicesItem):
        return list(typed.picked) or None
    if isinstance(item, RowsItem):
        rows = [raw_row(item, row) for row in typed.rows]
        return [row for row in rows if row] or None
    if isinstance(item, DateItem | DateTimeItem):
        return _moment_text(typed.parts)
    text = typed.parts.get("", "").replace("\r\n", "\n")
    if isinstance(item, QuantityItem) and item.units is not None:
        unit = typed.parts.get("unit", "")
        return {"value": text, "unit": unit} if text.strip() or unit else None
    return text if text.strip() else None


def raw_row(item: RowsItem, row: Mapping[str, Typed]) -> dict[str, object]:
    """One row as core reads it, fields left empty left out."""
    raws = {part.id: raw_of(part, row[part.id]) for part in item.fields if part.id in row}
    return {name: raw for name, raw in raws.items() if raw is not None}


def change_rows(item: Item, typed: Typed, act: str) -> Typed | None:
    """The control after its "add a row" or "take this row away"; None for any other act."""
    if not isinstance(item, RowsItem):
        return None
    word, _, at = act.partition(".")
    if word == "add_row" and len(typed.rows) < item.max_rows:
        return Typed(rows=(*typed.rows, {}), out=False)
    if word == "remove_row" and (gone := read_number(at)) is not None:
        kept = tuple(row for place, row in enumerate(typed.rows) if place != gone)
        return Typed(rows=kept or ({},), out=typed.out)
    return None


def _read_rows(item: RowsItem, name: str, form: Form) -> tuple[Mapping[str, Typed], ...]:
    count = read_number(form.get(f"{name}.rows", "1"))
    number = 1 if count is None else count
    return tuple(
        {part.id: read_typed(part, f"{name}.{at}.{part.id}", form) for part in item.fields}
        for at in range(min(number, ROWS_AT_MOST))
    )


def _moment_text(parts: Mapping[str, str]) -> str | None:
    """ISO text as far as it is filled in; what has a hole in it stays wrong, for core to refuse."""
    year, month, day, time = (parts.get(part, "").strip() for part in MOMENT_PARTS)
    if not (year or month or day or time):
        return None
    text = year
    if month or day:
        text += f"-{month}"
    if day:
        text += f"-{day:0>2}"
    if time:
        text += f"T{plain_clock(time)}"
    return text


def _show_moment(item: Item, text: str) -> Typed:
    pieces = (text[:4], text[5:7], text[8:10].lstrip("0"), text[11:16])
    return Typed(dict(zip(MOMENT_PARTS, pieces, strict=True)))


def _show_quantity(item: Item, value: str | Mapping[str, str]) -> Typed:
    if isinstance(value, Mapping):
        return Typed({"": value["value"], "unit": value["unit"]})
    return Typed({"": value})


def _show_rows(item: Item, value: list[Mapping[str, Any]]) -> Typed:
    assert isinstance(item, RowsItem)  # noqa: S101  the table below says so
    return Typed(
        rows=tuple(
            {
                part.id: _SHOWN[part.type](part, row[part.id])
                for part in item.fields
                if part.id in row
            }
            for row in value
        )
    )


_SHOWN: Mapping[str, Callable[[Item, Any], Typed]] = {
    "choice": lambda item, value: Typed(picked=(value,)),
    "choices": lambda item, value: Typed(picked=tuple(value)),
    "integer": lambda item, value: Typed({"": value}),
    "scale": lambda item, value: Typed({"": value}),
    "quantity": _show_quantity,
    "date": _show_moment,
    "date_time": _show_moment,
    "text": lambda item, value: Typed({"": value}),
    "rows": _show_rows,
}
