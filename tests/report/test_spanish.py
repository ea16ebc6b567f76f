"""The summary in Spanish: every word of ours is told, and no figure is another."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from html import unescape

import pytest

from screening.core import findings, words
from screening.core.library import Library
from screening.core.message import Message
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import slots_of, translated
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.retold import retold
from screening.report.summary import Summary, summarise
from screening.report.wording import EN, WORDINGS

FOREIGN = re.compile(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
# Shorter words are the same in both languages now and then.
ALIKE_AT_MOST = 9  # letters


def texts_in(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a wording with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, text in value.items():
            yield from texts_in(text, f"{place}.{key}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name), f"{place}.{field.name}")


def holes(text: str) -> set[str]:
    """The {names} in it."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def spanish(library: Library, own: Questionnaire) -> Questionnaire:
    return translated(own, library.translations[f"{own.id}.es"])


@pytest.fixture(scope="module")
def told(record: VisitRecord, library: Library) -> Summary:
    """The sample visit in Spanish."""
    return summarise(retold(record, lambda own: spanish(library, own)), library.references, "es")


@pytest.mark.parametrize("language", [one for one in WORDINGS if one != "en"])
def test_every_text_has_the_same_holes_in_every_language(language: str) -> None:
    here = dict(texts_in(replace(WORDINGS[language], spoken={})))
    english = dict(texts_in(EN))

    assert here.keys() == english.keys()
    for place, text in english.items():
        assert holes(here[place]) == holes(text), place


@pytest.mark.parametrize("language", [one for one in WORDINGS if one != "en"])
def test_all_that_the_core_says_by_itself_is_told(language: str, library: Library) -> None:
    patterns = [value for name, value in vars(findings).items() if name.isupper()]
    said = {text for text in patterns if isinstance(text, str)}
    said |= set(words.MISSING_WORDS.values())
    units = {*words._UNIT_WORDS.values(), *words._ONE.values()}  # noqa: SLF001
    said |= {unit for unit in units if isinstance(unit, Message)}
    for questionnaire in library.questionnaires.values():
        said |= {
            unit.strip("{}")
            for unit in re.findall(r"\{[a-z]+\}", questionnaire.model_dump_json())
            if unit != "{}"
        }

    assert said - WORDINGS[language].spoken.keys() == set()


def test_nothing_english_is_left_on_the_spanish_paper(
    told: Summary, record: VisitRecord, library: Library
) -> None:
    page = unescape(TAGS.sub(" ", FOREIGN.sub(" ", to_html(told))))
    originals = {filled.questionnaire.id: filled.questionnaire for filled in record.responses}
    ours = {text for _, text in texts_in(EN) if not holes(text)}
    theirs = {
        slot.text
        for own in originals.values()
        for slot, here in zip(slots_of(own), slots_of(spanish(library, own)), strict=True)
        if slot.text != here.text
    }

    left = {
        text
        for text in ours | theirs
        if len(text) > ALIKE_AT_MOST and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", page)
    }

    assert left == set()


def test_every_figure_is_that_of_the_english_paper(told: Summary, summary: Summary) -> None:
    def figures(of: Summary) -> list[object]:
        return [
            [(card.value, card.maximum, len(card.cautions)) for card in of.scores],
            [(len(of.findings.rows), of.findings.raised)],
            [
                (row.points, row.maximum, row.changed)
                for table in of.items
                for row in (*(row for column in table.columns for row in column), *table.totals)
            ],
            [len(table.rows) for table in of.features],
        ]

    assert figures(told) == figures(summary)
    assert told.language == "es"
    assert told.checksum != summary.checksum


def test_notes_on_sources_are_marked_as_english(told: Summary, summary: Summary) -> None:
    assert '<span lang="en">' in to_html(told)
    assert '<span lang="en">' not in to_html(summary)
