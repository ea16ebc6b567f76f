"""Our own exports read back: the same items, options, points, and the same ones asked."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from screening.core.condition import refs_in
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.exchange.bundle import encode
from screening.exchange.questionnaire import write_questionnaire
from screening.exchange.read_questionnaire import Imported, read_questionnaire
from tests.exchange.bringing_in import imported, sound
from tests.exchange.visits import shipped
from tests.random_documents import random_document
from tests.shipped_names import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_our_own_exports_come_back_with_the_same_items_options_and_points(name: str):
    own = shipped().questionnaires[name]
    draft = read_questionnaire(encode(write_questionnaire(own).resource))

    back = sound(with_bounds(own, draft))

    assert (back.id, back.version, back.title) == (own.id, own.version, own.title)
    assert [(p.id, p.title) for p in back.pages] == [(p.id, p.title) for p in own.pages]
    assert [told(back, item) for item in back.items] == [told(own, item) for item in own.items]


@pytest.mark.parametrize("name", ["audit_c", "kud", "phq9", "substance_use", "withdrawal_safety"])
def test_conditions_that_come_back_ask_for_the_same_items(name: str):
    own = shipped().questionnaires[name]
    resource = json.loads(encode(write_questionnaire(own).resource))
    draft = imported(resource)
    always = {loss.link for loss in draft.losses if "always asked here" in loss.why}
    always |= {item.id for item in own.items if any("." in r for r in refs_in(item.enable_when))}
    back = sound(with_bounds(own, draft))
    rng, visit = random.Random(name), read_moment("2026-11-19T10:31")  # noqa: S311  made-up answers

    for _ in range(40):
        document = {
            key: value
            for key, value in random_document(own, rng).items()
            if own.has_item(key) and own.item(key).type in ("choice", "choices", "integer")
        }
        one, two = (
            Evaluation(q, read_document(q, document, visit=visit), visit) for q in (own, back)
        )
        for item in own.items:
            if item.id not in always:
                assert bool(one.enabled(item.id)) == bool(two.enabled(item.id)), item.id


def with_bounds(own: Questionnaire, draft: Imported) -> Imported:
    """A unit that is picked has no bounds in FHIR: the loss is listed, and they are put back."""
    text = draft.text
    for item in own.items:
        for one in (item, *getattr(item, "fields", ())):
            if isinstance(one, QuantityItem) and one.units:
                assert "write its “min”" in " ".join(loss.why for loss in draft.losses)
                before, marker, after = text.partition(f"- id: {one.id}\n")
                gap = " " * (len(before) - before.rindex("\n") + 1)
                bounds = f"\n{gap}min: {one.min}\n{gap}max: {one.max}\n{gap}decimals:"
                text = before + marker + after.replace(f"\n{gap}decimals:", bounds, 1)
    return replace(draft, text=text)


def told(questionnaire: Questionnaire, item: Item) -> dict[str, Any]:
    """What must come back of an item."""
    found: dict[str, Any] = {
        key: getattr(item, key) for key in ("id", "type", "text", "short", "hint")
    }
    found["rated_by"] = questionnaire.rater(item)
    if isinstance(item, ChoiceItem | ChoicesItem):
        found["options"] = [(o.id, o.text, o.points, o.exclusive) for o in item.choices]
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        found["limits"] = (item.min, item.max, item.places)
    if isinstance(item, QuantityItem):
        found["units"] = (item.unit, list((item.units or {}).values()))
    if isinstance(item, ScaleItem):
        found["ends"] = (item.min_text, item.max_text)
    for key in ("max_rows", "max_length"):
        found[key] = getattr(item, key, None)
    found["fields"] = [told(questionnaire, field) for field in getattr(item, "fields", ())]
    return found
