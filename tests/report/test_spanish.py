"""The summary in Spanish: the same figures, told in other words, with nothing left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.renderer import Renderer
from screening.report.summary import Summary, summarise
from screening.report.told import by_files, told_in
from screening.report.wording import EN, ES
from tests.report.changes import WITHDRAWAL, only
from tests.report.checking import broken_rules

PLACE = re.compile(r"\{(\w+)\}")


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a wording by its name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{name}.{key}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{name}.{field.name}")


@pytest.fixture(scope="module")
def spanish(record: VisitRecord, library: Library) -> Summary:
    visit = told_in(only(record, *WITHDRAWAL), by_files(library.translations, "es"))
    return summarise(visit, library.references, "es")


def test_every_text_is_told_with_the_same_values_in_it() -> None:
    english, spanish = dict(texts(EN)), dict(texts(ES))
    units = {name for name in spanish if name.startswith(".units.")}

    assert english.keys() == spanish.keys() - units
    for name, text in english.items():
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(spanish[name])), name


def test_words_are_spanish_and_figures_the_same(
    record: VisitRecord, library: Library, spanish: Summary
) -> None:
    english = summarise(only(record, *WITHDRAWAL), library.references)

    assert [card.band for card in spanish.scores] == ["Moderado", ""]
    assert [card.value for card in spanish.scores] == [card.value for card in english.scores]
    assert spanish.findings.heading == "2 hallazgos de seguridad: 1 antes de que se vaya"
    assert "jueves 19 de noviembre de 2026" in spanish.masthead.visit
    assert spanish.trend.changes[0].startswith("COWS desde el 9 nov: Inquietud 1 → 3")


def test_a_questionnaire_without_a_translation_of_its_version_keeps_its_words(
    record: VisitRecord, library: Library
) -> None:
    old = {
        name: one.changed(for_version="9.9.9") if one.translates == "cows" else one
        for name, one in library.translations.items()
    }

    told = summarise(told_in(only(record, "cows"), by_files(old, "es")), {}, "es")

    assert told.scores[0].band == "Moderate"
    assert told.labels.scores == "Puntajes de hoy"


def test_no_rule_of_either_standard_is_broken(renderer: Renderer, spanish: Summary) -> None:
    made = renderer.render_page(to_html(spanish), "letter")

    assert broken_rules(made.pdf) == []
    assert made.log_lines == 0
