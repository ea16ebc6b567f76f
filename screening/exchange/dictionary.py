"""The data dictionary of an export: what each column means, and each item and score in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.core.answers import show_number
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.questionnaire import Questionnaire

DICTIONARY_COLUMNS = (
    "kind", "questionnaire", "version", "name", "type", "meaning", "unit", "values", "minimum",
    "maximum",
)  # fmt: skip

COLUMNS_MEAN = {
    "visit": "Random id of the visit; the same in all files.",
    "patient": "Random id of the patient; the same at every visit. No name, no record number.",
    "visit_number": "The patient's visits are counted from 1.",
    "started": "When the visit began, ISO 8601 with offset.",
    "ended": "When it ended; empty while it goes on.",
    "questionnaire": "Id of the questionnaire.",
    "instrument": "Id of the questionnaire.",
    "version": "Version of the questionnaire that was answered.",
    "rater": "Who answered; in scores.csv the clinician's name.",
    "time": "When the response was sent or amended, ISO 8601 with offset.",
    "revision": "1 as it was sent; higher after an amendment.",
    "item": "Id of the question.",
    "row": "Number of the row where a question has several; else empty.",
    "field": "Id of the field in that row; else empty.",
    "value": "The answer: option ids (several with ; between), number, ISO date, or text as typed. "
    "In scores.csv the score; empty while anything that it needs is missing.",
    "unit": "UCUM unit of a number; empty without one.",
    "words": "The answer as a person would say it.",
    "points": "What the answer is worth where it is scored; empty where it is not.",
    "missing": "Why there is no answer: declined, not_assessed, not_asked or not_recorded.",
    "score": "Id of the score.",
    "maximum": "The highest value that the score can have.",
    "band": "The band, where it has a published basis; else empty.",
    "completeness": "How many of the items that count were answered.",
}


def dictionary_rows(questionnaires: Iterable[Questionnaire]) -> Iterator[tuple[str, ...]]:
    """Columns first, then the items and scores of each questionnaire."""
    for name, meaning in COLUMNS_MEAN.items():
        yield ("column", "", "", name, "text", meaning, "", "", "", "")
    for questionnaire in questionnaires:
        home = (questionnaire.id, questionnaire.version)
        for item in questionnaire.items:
            yield ("item", *home, item.id, item.type, item.text, *_bounds(item))
            if isinstance(item, RowsItem):
                for field in item.fields:
                    name = f"{item.id}.{field.id}"
                    yield ("field", *home, name, field.type, field.text, *_bounds(field))
        for score in questionnaire.scores:
            low, high = (show_number(end) for end in score.range)
            title = score.title or questionnaire.name
            yield (
                "score",
                *home,
                score.id,
                score.kind,
                title,
                "",
                ";".join(score.items),
                low,
                high,
            )


def _bounds(item: Item) -> tuple[str, str, str, str]:
    """Unit, values, minimum and maximum."""
    if isinstance(item, ChoiceItem | ChoicesItem):
        told = (
            f"{o.id}={o.text}" + ("" if o.points is None else f" [{show_number(o.points)}]")
            for o in item.choices
        )
        return "", "; ".join(told), "", ""
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        unit = ""
        if isinstance(item, QuantityItem):
            unit = ";".join(item.units.values()) if item.units else item.unit or ""
        return unit, "", show_number(item.min), show_number(item.max)
    return "", "", "", ""
