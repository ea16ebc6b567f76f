"""From a visit file to the PDF of its summary: imported while the renderer gets ready."""

from __future__ import annotations

from pathlib import Path

import click

from screening.commands.reading import questionnaire_folder, read_json
from screening.core.checks.translations import FILE_NAME
from screening.core.library import REFERENCES, Kind, Library
from screening.library_folder import load_folder
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.retold import by_files
from screening.report.visit_file import questionnaires_of, read_visit
from screening.summary_file.attaching import tell_with_data

# What a summary is made from; the rest of a folder would only be read in vain.
KINDS: frozenset[Kind] = frozenset({"questionnaire", "translation", "references"})


def pdf_of(visit_file: str, renderer: Renderer, paper: str, language: str) -> bytes:
    """The summary of a visit.

    visit_file  a path, or - for standard input
    raises      ScreeningError, OSError
    """
    document = read_json(visit_file)
    library = _library(questionnaire_folder(), questionnaires_of(document), language)
    for fault in library.faults:
        click.echo(str(fault), err=True)
    record = read_visit(document, library.questionnaires)
    in_words = by_files(library.translations, language)
    told, attached = tell_with_data(record, library.references, language, in_words)
    return to_pdf(told, renderer, paper, attached)


def _library(folder: Path, ids: frozenset[str], language: str) -> Library:
    """The files that are named after these questionnaires, or the whole folder where one is not."""

    def named(name: str) -> bool:
        told = FILE_NAME.fullmatch(name)
        questionnaire, _, of = (told[1] if told else name).partition(".")
        # A translation into another language is not told on this page.
        return name == REFERENCES or (questionnaire in ids and (not told or of == language))

    found = load_folder(folder, cases=False, read_cases=False, kinds=KINDS, named=named)
    if found.faults or not found.questionnaires.keys() >= ids:
        return load_folder(folder, cases=False, kinds=KINDS)
    return found
