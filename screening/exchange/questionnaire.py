"""A questionnaire as a FHIR R4 Questionnaire, with the list of what FHIR cannot say of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

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
from screening.core.questionnaire import Page, Questionnaire
from screening.exchange import names
from screening.exchange.answers import Json, coding
from screening.exchange.calculated import write_score
from screening.exchange.enable_when import write_enable_when
from screening.exchange.fhirpath import Inexpressible
from screening.exchange.losses import losses_of, never_said
from screening.quick_dataclass import dataclass

SCORES_GROUP = "all.scores"


@dataclass(frozen=True, slots=True)
class Exported:
    """A Questionnaire and what was lost on the way."""

    resource: Json
    losses: tuple[str, ...]  # sentences, in the order of the file; the resource holds them too


def write_questionnaire(questionnaire: Questionnaire) -> Exported:
    """The FHIR R4 Questionnaire of a definition. The same definition gives the same resource."""
    losses: list[str] = []
    items = [_page(questionnaire, page, losses) for page in questionnaire.pages]
    scores, told = _scores(questionnaire, losses)
    losses += never_said(questionnaire, told)
    resource = {
        "resourceType": "Questionnaire",
        "id": questionnaire.id.replace("_", "-"),
        "language": questionnaire.language,
        "extension": [
            {"url": names.CHECKSUM, "valueString": questionnaire.sha256},
            *({"url": names.LOSS, "valueString": loss} for loss in losses),
        ],
        "url": names.canonical(questionnaire.id),
        "version": questionnaire.version,
        "name": "".join(part.capitalize() for part in questionnaire.id.split("_")),
        "title": questionnaire.title,
        "status": "active",
        "subjectType": ["Patient"],
        **_about(questionnaire),
        "item": [*items, *scores],
    }
    return Exported(resource, tuple(losses))


def _about(questionnaire: Questionnaire) -> Json:
    instrument = questionnaire.instrument
    said = (instrument.licence, instrument.credit)
    found: Json = {"copyright": " ".join(text for text in said if text)}
    if questionnaire.about:
        found = {"description": questionnaire.about, **found}
    return found


def _page(questionnaire: Questionnaire, page: Page, losses: list[str]) -> Json:
    return {
        "linkId": names.page_link(page.id),
        "text": page.title,
        "type": "group",
        "item": [_item(questionnaire, item, losses) for item in page.items],
    }


def _item(questionnaire: Questionnaire, item: Item, losses: list[str]) -> Json:
    try:
        asked = write_enable_when(questionnaire, item.enable_when)
    except Inexpressible as lost:
        losses.append(f"{item.id} is always asked: {lost.why}.")
        asked = {}
    extensions = [*asked.pop("extension", ()), *_extensions(item)]
    rater = questionnaire.rater(item)
    extensions.append({"url": names.RATED_BY, "valueCode": rater})
    losses += losses_of(item)
    body = _body(questionnaire, item, item.id)
    return {"extension": extensions, "linkId": item.id, "text": item.text, **asked, **body}


def _extensions(item: Item) -> Iterator[Json]:
    if item.short:
        yield {"url": names.SHORT_TEXT, "valueString": item.short}
    if isinstance(item, IntegerItem | ScaleItem):
        yield {"url": names.MIN_VALUE, "valueInteger": item.min}
        yield {"url": names.MAX_VALUE, "valueInteger": item.max}
    if isinstance(item, ScaleItem):
        yield _control("slider")
    if isinstance(item, QuantityItem):
        yield from _quantity(item)
    if isinstance(item, RowsItem):
        yield {"url": names.MAX_OCCURS, "valueInteger": item.max_rows}


def _quantity(item: QuantityItem) -> Iterator[Json]:
    yield {"url": names.PLACES, "valueInteger": item.decimals}
    if item.units is not None:
        for word, ucum in item.units.items():
            shown = (item.unit_texts or {}).get(word, word)
            yield {"url": names.UNIT_OPTION, "valueCoding": _unit(ucum, shown)}
    elif item.unit is not None:
        # HL7's questionnaire-unit is for plain numbers; a quantity has options, though only one.
        yield {"url": names.UNIT_OPTION, "valueCoding": _unit(item.unit, item.unit)}
        yield {"url": names.MIN_QUANTITY, "valueQuantity": _amount(item.min, item.unit)}
        yield {"url": names.MAX_QUANTITY, "valueQuantity": _amount(item.max, item.unit)}
    else:
        yield {"url": names.MIN_VALUE, "valueDecimal": item.min}
        yield {"url": names.MAX_VALUE, "valueDecimal": item.max}


def _unit(ucum: str, shown: str) -> Json:
    return {"system": names.UCUM, "code": ucum, "display": shown}


def _amount(value: Decimal, unit: str) -> Json:
    return {"value": value, "unit": unit, "system": names.UCUM, "code": unit}


def _control(code: str) -> Json:
    coded = {"coding": [{"system": names.ITEM_CONTROLS, "code": code}]}
    return {"url": names.ITEM_CONTROL, "valueCodeableConcept": coded}


def _type(item: Item) -> str:
    if isinstance(item, QuantityItem):
        return "quantity" if item.unit or item.units else "decimal"
    kinds: dict[type[Any], str] = {
        ChoiceItem: "choice",
        ChoicesItem: "choice",
        IntegerItem: "integer",
        ScaleItem: "integer",
        DateItem: "date",
        DateTimeItem: "dateTime",
        TextItem: "text",
        RowsItem: "group",
    }
    return kinds[type(item)]


def _body(questionnaire: Questionnaire, item: Item, link: str) -> Json:
    found: Json = {"type": _type(item)}
    inside = list(_inside(questionnaire, item, link))
    if isinstance(item, ChoicesItem | RowsItem):
        found["repeats"] = True
    if isinstance(item, TextItem):
        found["maxLength"] = item.max_length
    if isinstance(item, ChoiceItem | ChoicesItem):
        found["answerOption"] = _options(questionnaire, item, link)
    if inside:
        found["item"] = inside
    return found


def _options(questionnaire: Questionnaire, item: ChoiceItem | ChoicesItem, link: str) -> list[Json]:
    """The options with their points on both the option and its code: readers look at either."""
    found: list[Json] = []
    for option in item.choices:
        coded = coding(questionnaire.id, link, option)
        extensions = list(coded.get("extension", ()))
        if option.exclusive:
            extensions.append({"url": names.EXCLUSIVE, "valueBoolean": True})
        about = {"extension": extensions} if extensions else {}
        found.append({**about, "valueCoding": coded})
    return found


def _inside(questionnaire: Questionnaire, item: Item, link: str) -> Iterator[Json]:
    if item.hint:
        yield {
            "extension": [_control("help")],
            "linkId": f"hint.{link}",
            "text": item.hint,
            "type": "display",
        }
    if isinstance(item, ScaleItem):
        for end, text in (("lower", item.min_text), ("upper", item.max_text)):
            if text:
                yield {
                    "extension": [_control(end)],
                    "linkId": f"{end}.{link}",
                    "text": text,
                    "type": "display",
                }
    if isinstance(item, RowsItem):
        for field in item.fields:
            held = names.field_link(link, field.id)
            about = list(_extensions(field))
            yield {
                **({"extension": about} if about else {}),
                "linkId": held,
                "text": field.text,
                **_body(questionnaire, field, held),
            }


def _scores(questionnaire: Questionnaire, losses: list[str]) -> tuple[list[Json], set[str]]:
    """The group of the scores, and the ids of those in it."""
    told: dict[str, Json] = {}
    for score in questionnaire.scores:
        try:
            told[score.id] = write_score(questionnaire, score)
        except Inexpressible as lost:
            losses.append(f"The score {score.id} is left out: {lost.why}.")
    if not told:
        return [], set()
    group = {"linkId": SCORES_GROUP, "text": "Scores", "type": "group", "item": [*told.values()]}
    return [group], set(told)
