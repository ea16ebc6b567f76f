"""The definitions of a summary where something is translated, missing, there twice or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from screening.commands.given import is_named_after
from screening.core.library import Kind, Library
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.library_folder import load_folder
from screening.report.retold import InWords
from screening.report.translated import by_files

# What a summary is made from; the rest of a folder would only be read in vain.
KINDS: frozenset[Kind] = frozenset({"questionnaire", "translation", "references"})


def read_folder(
    folder: Path, ids: frozenset[str], language: str
) -> tuple[Mapping[str, Questionnaire], Mapping[str, Reference], InWords]:
    """Questionnaires and sources by id, and the words of the page; faults are told.

    ids  of the questionnaires that are wanted
    """
    library = _library(folder, ids, language)
    for fault in library.faults:
        click.echo(str(fault), err=True)
    return library.questionnaires, library.references, by_files(library.translations, language)


def _library(folder: Path, ids: frozenset[str], language: str) -> Library:
    """The files that are named after these questionnaires, or the whole folder where one is not."""
    named = partial(is_named_after, ids=ids, language=language)
    found = load_folder(folder, cases=False, read_cases=False, kinds=KINDS, named=named)
    if found.faults or not found.questionnaires.keys() >= ids:
        return load_folder(folder, cases=False, kinds=KINDS)
    return found
