"""Answers and figures in words, in the questionnaire's own language."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from screening.core.answers import Answer, Missing, Row, show_number
from screening.core.condition import MissingReason
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.moments import Moment

MISSING_WORDS: dict[MissingReason, str] = {
    "declined": "chose not to answer",
    "not_assessed": "not assessed",
    "not_asked": "not asked",
    "not_recorded": "not recorded",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# UCUM spells what people write in another way.
_UNIT_WORDS = {
    "Cel": "°C",
    "[degF]": "°F",
    "mm[Hg]": "mmHg",
    "/min": "/min",
    "wk": "weeks",
    "d": "days",
    "mo": "months",
    "a": "years",
    "kg": "kg",
    "[lb_av]": "lb",
    "h": "h",
}
_ONE = {"weeks": "week", "days": "day", "months": "month", "years": "year"}
MomentWords = Callable[[Moment], str]


def moment_words(moment: Moment) -> str:
    """A moment with its month in letters: 2025, Aug 2025, 14 Aug 2025, 14 Aug 2025, 21:30."""
    start = moment.earliest
    if moment.precision == "year":
        return str(start.year)
    month = f"{_MONTHS[start.month - 1]} {start.year}"
    if moment.precision == "month":
        return month
    day = f"{start.day} {month}"
    return f"{day}, {start:%H:%M}" if moment.has_time else day


def unit_words(unit: str, number: Decimal | None = None) -> str:
    """A UCUM unit as people write it; annotations lose their braces."""
    words = _UNIT_WORDS.get(unit, unit.replace("{", "").replace("}", ""))
    return _ONE.get(words, words) if number == 1 else words


def number_words(number: Decimal, unit: str | None) -> str:
    """A number with its unit: 104 /min, 98 %, 2.5 g."""
    text = show_number(number).replace("-", "\N{MINUS SIGN}")
    return f"{text} {unit_words(unit, number)}" if unit else text


def answer_words(item: Item, answer: Answer | Missing, moment: MomentWords = moment_words) -> str:
    """What was answered, as a person would say it."""
    if isinstance(answer, Missing):
        return MISSING_WORDS[answer.reason]
    value = answer.value
    if isinstance(value, Moment):
        return moment(value)
    if isinstance(value, Decimal):
        return number_words(value, _unit_of(item, answer.unit, value))
    if isinstance(item, ChoiceItem) and isinstance(value, str):
        return _option_words(item, value)
    if isinstance(item, ChoicesItem) and isinstance(value, tuple):
        return ", ".join(_option_words(item, part) for part in value if isinstance(part, str))
    if isinstance(item, RowsItem) and isinstance(value, tuple):
        return "; ".join(row_words(item, row, moment) for row in value if not isinstance(row, str))
    return str(value)


def row_words(item: RowsItem, row: Row, moment: MomentWords = moment_words) -> str:
    """The fields of one row, in the order of the file: powder, 5 g, 3 times a day."""
    return ", ".join(
        _field_words(field, row[field.id], moment) for field in item.fields if field.id in row
    )


def _field_words(field: Item, answer: Answer, moment: MomentWords) -> str:
    words = answer_words(field, answer, moment)
    bare = isinstance(answer.value, Decimal) and answer.unit is None
    return f"{words} {field.label.lower()}" if bare else words


def _option_words(item: ChoiceItem | ChoicesItem, option_id: str) -> str:
    option = item.option(option_id)
    return option.text if option else option_id.replace("_", " ")


def _unit_of(item: Item, unit: str | None, number: Decimal) -> str | None:
    if not isinstance(item, QuantityItem) or item.units is None or unit is None:
        return unit
    ucum = item.units.get(unit, unit)
    # UCUM's annotations stand in the singular: {tablet}. The shown texts stand in the plural.
    return ucum if number == 1 else (item.unit_texts or {}).get(unit, ucum)
