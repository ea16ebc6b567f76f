"""Typed text or JSON -> Answer, and Answer -> JSON. Ranges and decimals live here.

What is said about an answer that cannot be taken stands in refusals.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from screening.core.condition import MissingReason
from screening.core.item import (
    PRECISIONS,
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
from screening.core.message import Message
from screening.core.moments import Moment, instant, read_moment
from screening.core.not_assessed import OWN, REASONS, WORDS_AT_MOST
from screening.core.refusals import (
    length_help,
    moment_help,
    places_help,
    range_help,
    refuse,
    rows_help,
)
from screening.core.scalars import PLAIN_NUMBER
from screening.errors import AnswerError
from screening.quick_dataclass import dataclass

Row = Mapping[str, "Answer"]  # field id -> answer; a field left empty is absent
Bounded = IntegerItem | ScaleItem | QuantityItem  # numbers between two ends
Value = str | tuple[str, ...] | Decimal | Moment | tuple[Row, ...]
Role = Literal["patient", "clinician"]


class NumberText(str):
    """A number of a JSON file as it was written: 1e2 and 2.50 are not 100 and 2.5."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One item's value in a response."""

    item_id: str
    value: Value  # option id; option ids; number; moment; text; rows
    unit: str | None = None  # the unit's word where the item offers several, else its UCUM unit


@dataclass(frozen=True, slots=True)
class Missing:
    """An item without a value, and why."""

    item_id: str
    reason: MissingReason
    why: str = ""  # of what was not assessed: an id of not_assessed.REASONS; empty: not said
    words: str = ""  # of the reason in own words


Answers = Mapping[str, Answer | Missing]


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading depends on beside the item."""

    visit: Moment | None = None  # bounds `not_after: visit`; its zone is that of bare times
    comma: bool = False  # "18,5" is taken: on screens, never in files


_FILE = Setting()
# Control characters but tab and line breaks, lone surrogates and noncharacters.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def read_answer(item: Item, raw: object, setting: Setting = _FILE) -> Answer:
    """An item's answer from a JSON value or from what was typed.

    raw     as in the contract: text, NumberText, list, mapping; see the table below
    raises  AnswerError with an instruction; nothing is clipped or guessed
    """
    return _READERS[item.type](item, raw, setting)


def read_missing(
    item: Item, reason: object, rater: str, why: object = "", words: object = ""
) -> Missing:
    """The missing answer of an item.

    reason  declined (items a patient may rate), not_assessed (items a clinician may rate),
            not_asked
    why     of what was not assessed, an id of not_assessed.REASONS; empty: not said
    words   of the reason that is said in own words
    raises  AnswerError for any other reason
    """
    allowed = {
        "not_asked": True,
        "declined": rater != "clinician",
        "not_assessed": rater != "patient",
    }
    match reason:
        case "not_assessed" if allowed[reason] and (why or words):
            return Missing(item.id, reason, *_read_why(item, why, words))
        case "not_asked" | "declined" | "not_assessed" if allowed[reason] and not (why or words):
            return Missing(item.id, reason)
    offered = ", ".join(word for word, fits in allowed.items() if fits)
    raise AnswerError(item.id, f"Give one of these reasons for a missing answer: {offered}.")


def _read_why(item: Item, why: object, words: object) -> tuple[str, str]:
    if not isinstance(why, str) or why not in REASONS or not isinstance(words, str):
        raise AnswerError(item.id, f"Give one of these reasons: {', '.join(REASONS)}.")
    said = " ".join(words.split())
    if isinstance(words, NumberText) or (why == OWN) != bool(said):
        raise AnswerError(item.id, f"Give own words with the reason “{OWN}”, and with no other.")
    if len(said) > WORDS_AT_MOST or _NOT_TEXT.search(said):
        raise AnswerError(item.id, f"Say the reason in at most {WORDS_AT_MOST} characters.")
    return why, said


def _read_choice(item: ChoiceItem, raw: object, _: Setting) -> Answer:
    if isinstance(raw, str) and not isinstance(raw, NumberText) and item.option(raw):
        return Answer(item.id, str(raw))
    raise refuse(item, Message("Choose one of the answers offered."))


def _read_choices(item: ChoicesItem, raw: object, _: Setting) -> Answer:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        raise refuse(item, Message("Choose one or more of the answers offered."))
    picked = [item.option(word) if type(word) is str else None for word in raw]
    if None in picked or len(set(raw)) != len(raw):
        raise refuse(item, Message("Choose each answer from those offered, and only once."))
    if len(raw) > 1 and any(option.exclusive for option in picked if option):
        alone = next(option.text for option in picked if option and option.exclusive)
        raise refuse(item, Message("Choose “%(alone)s” alone, or take it away.", alone=alone))
    order = {option.id: place for place, option in enumerate(item.choices)}
    return Answer(item.id, tuple(sorted((str(word) for word in raw), key=order.__getitem__)))


def _number(item: Bounded, raw: object, setting: Setting) -> Decimal:
    text = raw.strip() if isinstance(raw, str) else ""
    if setting.comma:
        text = text.replace(",", ".", 1).replace("\N{MINUS SIGN}", "-")
    low, high, whole = show_number(item.min), show_number(item.max), item.places == 0
    if not PLAIN_NUMBER.fullmatch(text):
        raise refuse(item, range_help(low, high, whole=whole, in_digits=True))
    number = Decimal(text)
    too_fine = -int(number.as_tuple().exponent) > item.places
    if too_fine and not whole:
        raise refuse(item, places_help(item.places))
    if too_fine or not item.min <= number <= item.max:
        raise refuse(item, range_help(low, high, whole=whole, in_digits=False))
    return number


def _read_plain(item: IntegerItem | ScaleItem, raw: object, setting: Setting) -> Answer:
    return Answer(item.id, _number(item, raw, setting))


def _read_quantity(item: QuantityItem, raw: object, setting: Setting) -> Answer:
    if item.units is None:
        return Answer(item.id, _number(item, raw, setting), item.unit)
    if not isinstance(raw, Mapping) or set(raw) != {"value", "unit"}:
        raise refuse(item, Message("Enter a number and choose its unit."))
    if not isinstance(raw["unit"], str) or raw["unit"] not in item.units:
        raise refuse(item, Message("Choose one of the units offered."))
    return Answer(item.id, _number(item, raw["value"], setting), str(raw["unit"]))


def _read_moment(item: DateItem | DateTimeItem, raw: object, setting: Setting) -> Answer:
    if not isinstance(raw, str) or isinstance(raw, NumberText):
        raise refuse(item, moment_help(item))
    try:
        moment = read_moment(raw.strip(), *([setting.visit.zone] if setting.visit else []))
    except ValueError:
        raise refuse(item, moment_help(item)) from None
    place = PRECISIONS.index(moment.precision)
    if not PRECISIONS.index(item.finest) <= place <= PRECISIONS.index(item.coarsest):
        raise refuse(item, moment_help(item))
    visit = setting.visit
    if item.not_after and visit and instant(moment.earliest) > instant(visit.latest):
        raise refuse(item, Message("Enter a date and time that is not in the future."))
    return Answer(item.id, moment)


def _read_text(item: TextItem, raw: object, _: Setting) -> Answer:
    if not isinstance(raw, str) or isinstance(raw, NumberText) or not raw.strip():
        raise refuse(item, Message("Write something here."))
    if len(raw) > item.max_length:
        raise refuse(item, length_help(item.max_length, len(raw)))
    if _NOT_TEXT.search(raw):
        raise refuse(item, Message("Take out the signs that are not text."))
    return Answer(item.id, str(raw))


def _read_rows(item: RowsItem, raw: object, setting: Setting) -> Answer:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        raise refuse(item, Message("Fill in at least one row."))
    if len(raw) > item.max_rows:
        raise refuse(item, rows_help(item.max_rows))
    return Answer(item.id, tuple(_read_row(item, row, setting) for row in raw))


def _read_row(item: RowsItem, raw: object, setting: Setting) -> Row:
    if not isinstance(raw, Mapping) or not raw:
        raise refuse(item, Message("Fill in each row, or take it away."))
    row: dict[str, Answer] = {}
    for field in item.fields:
        if raw.get(field.id) is None:
            continue
        try:
            row[field.id] = read_answer(field, raw[field.id], setting)
        except AnswerError as error:
            raise AnswerError(f"{item.id}.{field.id}", error.message) from None
    if set(raw) - {field.id for field in item.fields}:
        raise refuse(item, Message("Use only the fields of the row."))
    if not row:
        raise refuse(item, Message("Fill in each row, or take it away."))
    return row


_READERS: Mapping[str, Callable[[Any, object, Setting], Answer]] = {
    "choice": _read_choice,
    "choices": _read_choices,
    "integer": _read_plain,
    "scale": _read_plain,
    "quantity": _read_quantity,
    "date": _read_moment,
    "date_time": _read_moment,
    "text": _read_text,
    "rows": _read_rows,
}


def show_number(number: Decimal) -> str:
    """A number without exponent and without needless zeros: 12, 2.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(item: Item, answer: Answer | Missing) -> Any:
    """The answer as the contract writes it; reading it again gives the same answer."""
    if isinstance(answer, Missing):
        said = {"why": answer.why, "words": answer.words}
        return {"missing": answer.reason} | {key: text for key, text in said.items() if text}
    value = answer.value
    if isinstance(value, Decimal):
        several = isinstance(item, QuantityItem) and item.units is not None
        return {"value": value, "unit": answer.unit} if several else value
    if isinstance(value, Moment):
        return value.text
    if isinstance(item, RowsItem) and isinstance(value, tuple):
        return [_row_to_json(item, row) for row in value if not isinstance(row, str)]
    return list(value) if isinstance(value, tuple) else value


def _row_to_json(item: RowsItem, row: Row) -> dict[str, Any]:
    return {field.id: to_json(field, row[field.id]) for field in item.fields if field.id in row}
