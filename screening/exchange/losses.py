"""What a FHIR Questionnaire cannot say of a definition, in sentences; nothing goes silently."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from screening.core.answers import show_number
from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    Item,
    Option,
    QuantityItem,
    RowsItem,
)
from screening.core.questionnaire import Questionnaire
from screening.exchange import names


def losses_of(item: Item, link: str = "") -> Iterator[str]:
    """What is lost of one item and of its fields.

    link   of a field; empty where it is the item's id
    """
    link = link or item.id
    if isinstance(item, DateItem | DateTimeItem):
        yield f"{link} may be as coarse as a {item.coarsest}; FHIR takes any coarseness."
        if item.not_after:
            yield f"{link} must not lie after the visit; FHIR has no bound that moves."
    if isinstance(item, QuantityItem) and item.units is not None:
        low, high = show_number(item.min), show_number(item.max)
        yield f"{link} is from {low} to {high} in any of its units; FHIR has a bound for one only."
    if item.same_as:
        yield f"{link} is asked once for {item.same_as} too; FHIR asks it in both."
    if isinstance(item, RowsItem):
        for field in item.fields:
            yield from losses_of(field, names.field_link(link, field.id))


def never_said(questionnaire: Questionnaire, told: Collection[str]) -> Iterator[str]:
    """What no Questionnaire of FHIR holds; it stays in the definition.

    told   ids of the scores that are told as expressions
    """
    items = [one for item in questionnaire.items for one in (item, *getattr(item, "fields", ()))]
    scores = questionnaire.scores
    kinds = {
        "the short title": questionnaire.short_title is not None,
        "the time that is asked about": questionnaire.recall is not None,
        "whose words these are, and how well they are tested": True,
        "which pages are grids": any(page.layout for page in questionnaire.pages),
        "short names of answers": any(option.short for i in items for option in _options(i)),
        "sources of items and scores": any(one.source for one in (*items, *scores)),
        "points that no expression here looks at": any(_unused_points(questionnaire, told)),
        "ranges of scores": bool(scores),
        "bands and their sources": any(score.sets for score in questionnaire.figures),
        "reference lines": any(score.lines for score in scores),
        "cautions beside scores": any(score.cautions for score in scores),
        "durations and ratios": bool(questionnaire.computed),
        "the table of features": bool(questionnaire.features),
        "findings": bool(questionnaire.findings),
        "lines for the summary": bool(questionnaire.summary.right_now or questionnaire.summary.use),
        "worked cases": bool(questionnaire.cases),
    }
    yield from (f"Left out: {kind}." for kind, there in kinds.items() if there)
    yield "Why an answer is missing (declined, not assessed) cannot be given in it."


def _options(item: Item) -> Iterator[Option]:
    if isinstance(item, ChoiceItem | ChoicesItem):
        yield from item.choices


def _unused_points(questionnaire: Questionnaire, told: Collection[str]) -> Iterator[bool]:
    """Points of numbers and of legitimate skips, which an Option's extension cannot carry."""
    used = {name for score in questionnaire.scores if score.id in told for name in score.items}
    for item in questionnaire.items:
        by_edge = not isinstance(item, ChoiceItem | ChoicesItem) and getattr(item, "points", None)
        yield item.id not in used and bool(by_edge or item.when_not_asked is not None)
