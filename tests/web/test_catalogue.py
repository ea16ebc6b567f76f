"""The catalogues hold what the sources say, whole, and their compiled files are made of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from screening.settings import LANGUAGES
from screening.web.language import STAFF_LANGUAGE
from tools import catalogue

PATHS = list(catalogue.catalogues())
VALUE = re.compile(r"%\(\w+\)s")
each_language = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parents[1].name)


def sentences(path: Path) -> list[Message]:
    return [message for message in catalogue.read(path) if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_every_language_but_that_of_the_sources_has_a_catalogue() -> None:
    assert {path.parents[1].name for path in PATHS} == set(LANGUAGES) - {STAFF_LANGUAGE}


@each_language
def test_a_catalogue_holds_what_the_sources_say_and_nothing_else(path: Path) -> None:
    gathered = {message.id for message in catalogue.gather() if message.id}

    assert {message.id for message in sentences(path)} == gathered
    assert len(gathered) > 130


@each_language
def test_every_sentence_is_told_in_every_form_and_none_is_a_guess(path: Path) -> None:
    for message in sentences(path):
        assert all(forms(message.string)), message.id
        assert not message.fuzzy, message.id
        assert len(forms(message.string)) == (1 if isinstance(message.id, str) else 2), message.id


@each_language
def test_a_told_sentence_takes_the_same_values(path: Path) -> None:
    for message in sentences(path):
        for told in forms(message.string):
            wanted = set(VALUE.findall(forms(message.id)[0]))
            assert set(VALUE.findall(told)) == wanted, message.id
            assert "%" not in VALUE.sub("", told), message.id


@each_language
def test_the_compiled_file_is_made_of_the_catalogue(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == catalogue.compiled(catalogue.read(path))


@each_language
def test_renewing_a_catalogue_that_is_up_to_date_changes_no_byte(path: Path) -> None:
    new = catalogue.renewed(catalogue.read(path), catalogue.gather())

    assert catalogue.as_text(new) == path.read_bytes()


def test_a_sentence_that_only_looks_alike_is_not_taken_over() -> None:
    old = catalogue.read(PATHS[0])
    sources = catalogue.gather()
    sources.add("There is a problem here")
    sources.delete("There is a problem")

    new = catalogue.renewed(old, sources)

    assert not new.get("There is a problem here").string
    assert new.get("There is a problem") is None
