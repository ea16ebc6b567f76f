"""One answer as FHIR writes it, and back to the form in which an answers file has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

from screening.core.answers import Answer, Row
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    IntegerItem,
    Item,
    Option,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.moments import Moment
from screening.exchange import names

Json = dict[str, Any]


def write_values(questionnaire_id: str, item: Item, answer: Answer, link: str = "") -> list[Json]:
    """The entries of item.answer; rows have none, see write_rows.

    link   linkId of a field in a row; empty where it is the item's id
    """
    value = answer.value
    if isinstance(item, ChoiceItem | ChoicesItem):
        picked = (value,) if isinstance(value, str) else value
        assert isinstance(picked, tuple)
        wanted = [option for option in item.choices if option.id in picked]
        return [{"valueCoding": coding(questionnaire_id, link or item.id, one)} for one in wanted]
    if isinstance(value, Moment):
        return [_moment(item, value)]
    if isinstance(value, Decimal):
        return [_number(item, value, answer.unit)]
    return [{"valueString": str(value)}]


def coding(questionnaire_id: str, link: str, option: Option) -> Json:
    """An option of the item of that linkId; with its points as ordinal value, where it has any."""
    ordinal = [] if option.points is None else [_ordinal(option.points)]
    return {
        **({"extension": ordinal} if ordinal else {}),
        "system": names.options_of(questionnaire_id, link),
        "code": option.id,
        "display": option.text,
    }


def _ordinal(points: Decimal) -> Json:
    return {"url": names.ORDINAL, "valueDecimal": points}


def _number(item: Item, value: Decimal, unit: str | None) -> Json:
    if isinstance(item, IntegerItem | ScaleItem):
        return {"valueInteger": value}
    assert isinstance(item, QuantityItem)
    if unit is None:
        return {"valueDecimal": value}
    ucum = item.units.get(unit, unit) if item.units else unit
    return {"valueQuantity": {"value": value, "unit": unit, "system": names.UCUM, "code": ucum}}


def _moment(item: Item, moment: Moment) -> Json:
    if isinstance(item, DateItem):
        return {"valueDate": moment.text}
    if not moment.has_time:
        return {"valueDateTime": moment.text}
    # FHIR wants seconds and an offset with every time of day, and so says more than was known.
    at = moment.earliest
    at = at if at.utcoffset() else at.astimezone(UTC)
    given = {"url": names.AS_GIVEN, "valueString": moment.text}
    return {"extension": [given], "valueDateTime": at.isoformat(timespec="seconds")}


def write_rows(questionnaire_id: str, item: RowsItem, rows: Sequence[Row]) -> list[Json]:
    """One group for each row, with its fields that were filled in."""
    return [
        {
            "linkId": item.id,
            "text": item.text,
            "item": [
                {
                    "linkId": (link := names.field_link(item.id, field.id)),
                    "text": field.text,
                    "answer": write_values(questionnaire_id, field, row[field.id], link),
                }
                for field in item.fields
                if field.id in row
            ],
        }
        for row in rows
    ]


def read_values(item: Item, answers: Sequence[Mapping[str, Any]]) -> Any:
    """What an answers file would hold for these entries; None where there are none.

    Nothing is checked here: reading the document does that, against the definition.
    """
    raw = [_raw(item, one) for one in answers]
    if isinstance(item, ChoicesItem):
        return raw or None
    return raw[0] if len(raw) == 1 else raw or None


def _raw(item: Item, answer: Mapping[str, Any]) -> Any:
    for extension in answer.get("extension", ()):
        if extension.get("url") == names.AS_GIVEN:
            return extension.get("valueString")
    key = next((key for key in answer if key.startswith("value")), "")
    value = answer.get(key)
    if key == "valueCoding" and isinstance(value, Mapping):
        return value.get("code")
    if key == "valueQuantity" and isinstance(value, Mapping):
        several = isinstance(item, QuantityItem) and item.units is not None
        number = value.get("value")
        return {"value": number, "unit": value.get("unit")} if several else number
    return value


def read_rows(item: RowsItem, groups: Sequence[Mapping[str, Any]]) -> Any:
    """The rows of an answers file; None where there are none."""
    fields: Mapping[str, Item] = {names.field_link(item.id, f.id): f for f in item.fields}
    rows = [
        {
            fields[part["linkId"]].id: read_values(fields[part["linkId"]], part.get("answer", ()))
            for part in group.get("item", ())
            if part.get("linkId") in fields
        }
        for group in groups
    ]
    return rows or None
