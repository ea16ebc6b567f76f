"""Answers and figures in words: those of the questionnaire, and ours around them in a speech."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from screening.core.answers import Answer, Missing, Row, show_number
from screening.core.condition import MissingReason
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.message import Message
from screening.core.moments import Moment
from screening.core.not_assessed import REASONS
from screening.quick_dataclass import dataclass

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
    "wk": Message("weeks"),
    "d": Message("days"),
    "mo": Message("months"),
    "a": Message("years"),
    "kg": "kg",
    "[lb_av]": "lb",
    "h": "h",
}
_ONE = {
    "weeks": Message("week"),
    "days": Message("day"),
    "months": Message("month"),
    "years": Message("year"),
}
# Annotations that stand in shipped questionnaires: UCUM has them in the singular, and in English.
_ANNOTATIONS = (Message("teaspoon"), Message("capsule"), Message("tablet"), Message("shot"))
MomentWords = Callable[[Moment], str]
UnitWords = Callable[[str, Decimal], str]


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


@dataclass(frozen=True, slots=True)
class Speech:
    """How a reader's language says what is no text of a questionnaire."""

    moment: MomentWords
    unit: UnitWords  # a UCUM unit beside its number
    say: Callable[[str], str]  # one of our English patterns; {names} in it are filled afterwards


ENGLISH = Speech(moment_words, unit_words, str)


def number_words(number: Decimal, unit: str | None, speech: Speech = ENGLISH) -> str:
    """A number with its unit: 104 /min, 98 %, 2.5 g."""
    text = show_number(number).replace("-", "\N{MINUS SIGN}")
    return f"{text} {speech.unit(unit, number)}" if unit else text


def answer_words(
    item: Item,
    answer: Answer | Missing,
    speech: Speech = ENGLISH,
    *,
    in_full: bool = False,
) -> str:
    """What was answered, as a person would say it.

    in_full  options by the text that was chosen, not by their short names
    """
    if isinstance(answer, Missing):
        return missing_words(answer, speech)
    value = answer.value
    if isinstance(value, Moment):
        return speech.moment(value)
    if isinstance(value, Decimal):
        return number_words(value, _unit_of(item, answer.unit, value), speech)
    if isinstance(item, ChoiceItem) and isinstance(value, str):
        return _option_words(item, value, in_full)
    if isinstance(item, ChoicesItem) and isinstance(value, tuple):
        words = (part for part in value if isinstance(part, str))
        return ", ".join(_option_words(item, word, in_full) for word in words)
    if isinstance(item, RowsItem) and isinstance(value, tuple):
        return "; ".join(row_words(item, row, speech) for row in value if not isinstance(row, str))
    return str(value)


def missing_words(missing: Missing, speech: Speech = ENGLISH) -> str:
    """Why there is no answer: chose not to answer; not assessed: no time."""
    reason = speech.say(MISSING_WORDS[missing.reason])
    why = missing.words or speech.say(REASONS.get(missing.why, ""))
    return f"{reason}: {why}" if why else reason


def row_words(item: RowsItem, row: Row, speech: Speech = ENGLISH) -> str:
    """The fields of one row, in the order of the file: powder, 5 g, 3 times a day."""
    return ", ".join(
        _field_words(field, row[field.id], speech) for field in item.fields if field.id in row
    )


def _field_words(field: Item, answer: Answer, speech: Speech) -> str:
    words = answer_words(field, answer, speech)
    bare = isinstance(answer.value, Decimal) and answer.unit is None
    return f"{words} {field.label.lower()}" if bare else words


def _option_words(item: ChoiceItem | ChoicesItem, option_id: str, in_full: bool) -> str:
    option = item.option(option_id)
    if option is None:
        return option_id.replace("_", " ")
    return option.text if in_full else option.label


def _unit_of(item: Item, unit: str | None, number: Decimal) -> str | None:
    if not isinstance(item, QuantityItem) or item.units is None or unit is None:
        return unit
    ucum = item.units.get(unit, unit)
    # UCUM's annotations stand in the singular: {tablet}. The shown texts stand in the plural.
    return ucum if number == 1 else (item.unit_texts or {}).get(unit, ucum)
