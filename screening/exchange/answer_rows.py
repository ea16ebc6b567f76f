"""Answers as rows of a table: one for each item, or for each field of each row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from screening.core.answers import Answer, Missing, show_number
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.moments import Moment
from screening.core.points import points_of
from screening.core.visit import FilledIn
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.core.words import answer_words
from screening.exchange.response import counting

ANSWER_COLUMNS = (
    "visit", "patient", "questionnaire", "version", "rater", "time", "revision", "item", "row",
    "field", "value", "unit", "words", "points", "missing",
)  # fmt: skip


def answer_rows(mark: str, patient_mark: str, visit: EvaluatedVisit) -> Iterator[tuple[str, ...]]:
    """The rows of one visit, in the order of the visit and of each file."""
    zone = visit.record.visit.zone
    for evaluated in visit.questionnaires:
        for filled in evaluated.filled:
            head = (
                mark,
                patient_mark,
                filled.questionnaire.id,
                filled.questionnaire.version,
                filled.role,
                filled.given.astimezone(zone).isoformat(timespec="seconds"),
                str(filled.revision),
            )
            for told in _told(evaluated, filled):
                yield (*head, *told)


def _told(evaluated: Evaluated, filled: FilledIn) -> Iterator[tuple[str, ...]]:
    given = filled.own_answers()
    for item in filled.questionnaire.items_for(filled.role):
        known = counting(evaluated, item, given.get(item.id))
        if isinstance(known, Missing):
            words = answer_words(item, known) if known.why else ""
            yield (item.id, "", "", "", "", words, "", known.reason)
        elif isinstance(item, RowsItem) and isinstance(known.value, tuple):
            rows = [row for row in known.value if not isinstance(row, str)]
            for number, row in enumerate(rows, start=1):
                for field in item.fields:
                    if field.id in row:
                        yield (item.id, str(number), field.id, *_value(field, row[field.id]), "")
        else:
            yield (item.id, "", "", *_value(item, known), "")


def _value(item: Item, answer: Answer) -> tuple[str, str, str, str]:
    """Value, unit, words and points."""
    points = points_of(item, answer) if _has_points(item) else None
    unit = answer.unit or ""
    if isinstance(item, QuantityItem) and item.units is not None:
        unit = item.units.get(unit, unit)
    worth = "" if points is None else show_number(points)
    return (_raw(answer), unit, answer_words(item, answer), worth)


def _has_points(item: Item) -> bool:
    """Whether its file gives it points: a plain number says nothing more, and nobody scored 0."""
    if isinstance(item, ChoiceItem | ChoicesItem):
        return any(option.points is not None for option in item.choices)
    return getattr(item, "points", None) is not None


def _raw(answer: Answer) -> str:
    value = answer.value
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, tuple):
        return ";".join(part for part in value if isinstance(part, str))
    return value
