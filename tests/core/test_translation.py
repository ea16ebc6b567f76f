"""Translations: every text is told, and nothing else is touched."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option
from screening.core.loading import load_stored
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.result_json import result_json
from screening.core.retelling import Slot, slots_of, translated
from screening.core.translation import Translation
from screening.core.written import plain
from tests.core.hair_check import (
    PUBLISHED,
    SPANISH,
    TINY,
    hair_check,
    loaded,
)
from tests.random_documents import random_document

TEXTS = {
    "title", "short_title", "about", "recall", "text", "short", "hint", "min_text", "max_text",
    "unit_texts", "note", "otherwise", "why",
}  # fmt: skip
ELSEWHERE = {"instrument", "source", "cases", "language"}  # what a translation leaves alone


def retold(questionnaire: Questionnaire) -> Translation:
    """A translation of all that must be told, each text between guillemets."""
    head = {
        "translates": questionnaire.id, "for_version": questionnaire.version,
        "version": "1.0.0", "language": "es",
    }  # fmt: skip
    slots = [slot for slot in slots_of(questionnaire) if slot.part != "instead"]
    return Translation.model_validate({**head, **nested(slots)})


def nested(slots: list[Slot]) -> dict[str, Any]:
    whole: dict[Any, Any] = {}
    for slot in slots:
        part = whole
        for key in slot.place[:-1]:
            part = part.setdefault(key, {})
        part[slot.place[-1]] = f"«{slot.text}»"
    return listed(whole)


def listed(value: Any) -> Any:
    """Keys 0, 1, 2 … are a list."""
    if not isinstance(value, dict):
        return value
    if 0 in value:
        return tuple(listed(part) for part in value.values())
    return {key: listed(part) for key, part in value.items()}


def texts_in(value: Any, below: str = "") -> list[str]:
    """Every text that is read, from a definition as it is written."""
    if isinstance(value, Mapping):
        return [text for k, part in value.items() if k not in ELSEWHERE for text in (
            [part] if k in TEXTS and isinstance(part, str)
            else texts_in(part, k)
        )]  # fmt: skip
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part, below)]
    return [str(value)] if below in TEXTS else []


def without_texts(value: Any) -> Any:
    gone = {*TEXTS, "language", "because"}
    if isinstance(value, Mapping):
        gone |= {"reason"} if "basis" in value else set()  # of a band: the text of `otherwise`
        return {k: without_texts(part) for k, part in value.items() if k not in gone}
    if isinstance(value, list | tuple):
        return [without_texts(part) for part in value]
    return value


def options_of(item: Item) -> tuple[Option, ...]:
    return item.choices if isinstance(item, ChoiceItem | ChoicesItem) else ()


def test_every_text_that_is_read_is_told_and_nothing_else_is_touched(definition):
    other = translated(definition, retold(definition))

    texts = texts_in(plain(other))
    # An option's short label was made for the old words, so the new ones have none.
    labels = sum(o.short is not None for item in definition.items for o in options_of(item))
    shared = sum(o.short is not None for some in definition.option_sets.values() for o in some)
    assert len(texts) >= len(texts_in(plain(definition))) - labels - shared > 0
    assert [text for text in texts if not (text.startswith("«") and text.endswith("»"))] == []
    assert without_texts(plain(other)) == without_texts(plain(definition))
    assert (other.language, other.sha256) == ("es", definition.sha256)


def test_a_translated_questionnaire_scores_every_random_document_the_same(definition):
    other = translated(definition, retold(definition))
    rng = random.Random(definition.id)  # noqa: S311  made-up answers
    visit = read_moment("2026-11-19T10:31")

    for _ in range(25):
        document = random_document(definition, rng)
        one, two = (
            result_json(Evaluation(q, read_document(q, document, visit=visit), visit))
            for q in (definition, other)
        )
        assert without_texts(one) == without_texts(two)


def test_a_label_of_an_option_that_was_made_for_other_words_is_dropped():
    definition = load_stored("short_options", (TINY / "short_options.yaml").read_bytes())
    (item,) = (i for i in definition.items if any(o.short for o in options_of(i)))

    other = translated(definition, retold(definition)).item(item.id)

    assert any(option.short for option in options_of(item))
    assert not any(option.short for option in options_of(other))


def test_a_copy_does_not_keep_the_items_that_the_original_had_remembered(definition):
    assert definition.items

    other = translated(definition, retold(definition))

    assert all(other.item(item.id).text.startswith("«") for item in definition.items)


def test_the_spanish_file_is_sound_and_tells_what_is_read():
    spanish = loaded(SPANISH)
    told = translated(hair_check(), spanish)

    assert spanish.id == "hair_check.es"
    assert len(spanish.told) == 20
    assert [option.text for option in told.item("more_hair").choices] == [
        "Sí", "No", "No puedo decirlo",
    ]  # fmt: skip
    assert [band.words for band in told.scores[0].bands] == ["Habitual", "Elevada"]
    assert told.findings[1].words == "Muchos cabellos arrancados"
    assert told.language == "es"


def test_one_item_may_tell_an_option_of_a_set_in_its_own_words():
    text = SPANISH.replace('que antes?"', 'que antes?"\n    options: {no: Nada}')

    told = translated(hair_check(), loaded(text))

    assert [option.text for option in told.item("more_hair").choices][1] == "Nada"
    assert told.option_sets["yes_no_unsure"][1].text == "No"


def test_a_label_may_be_told_where_the_original_needs_none():
    text = SPANISH.replace("  onset:\n", "  onset:\n    short: Inicio\n")

    assert translated(hair_check(), loaded(text)).item("onset").label == "Inicio"
    assert translated(hair_check(), loaded(SPANISH)).item("onset").short is None


def test_published_words_make_the_wording_published_and_bring_their_permission():
    pack = loaded(PUBLISHED, "hair_check.en-published.yaml")
    told = translated(hair_check(), pack)

    assert pack.id == "hair_check.en-published"
    assert (told.instrument.wording, told.language) == ("published", "en")
    assert told.instrument.licence == "Letter to the clinic, made up for tests"
    assert told.item("crown_removed").label == "Vertex"
    assert told.item("crown_removed").hint == "Take 50 to 60 hairs"  # not told, so ours stays


def test_a_translation_of_our_own_is_no_published_wording():
    pack = loaded(PUBLISHED, "hair_check.en-published.yaml")
    published = translated(hair_check(), pack)

    assert translated(published, loaded(SPANISH)).instrument.wording == "adapted"
    assert translated(hair_check(), loaded(SPANISH)).instrument.wording == "own"
