"""summary: the clinician's PDF of a visit file, without any database."""

from __future__ import annotations

from pathlib import Path

import click

from screening.commands.reading import questionnaire_folder, read_json
from screening.commands.writing import refuse_early, write_whole
from screening.core.library import Kind, Library
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.library_folder import load_folder
from screening.report.pdf import to_pdf
from screening.report.renderer import missing_packages, own_renderer
from screening.report.retold import InWords, retold
from screening.report.summary import summarise
from screening.report.visit_file import read_visit
from screening.report.wording import WORDINGS

# What a summary is made from; the rest of a folder would only be read in vain.
KINDS: frozenset[Kind] = frozenset({"questionnaire", "translation", "references"})


@click.command()
@click.option("--visit", "visit_file", required=True, help="A JSON file, or - for standard input.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--language", type=click.Choice(sorted(WORDINGS)), default="en", show_default=True)
def summary(visit_file: str, out: Path, paper: str, language: str) -> None:
    """Write the summary of a visit as a PDF."""
    refuse_early(out)
    with own_renderer(once=True) as renderer:
        if not missing_packages():
            renderer.begin()  # it gets ready while the questionnaires are read
        library = load_folder(questionnaire_folder(), cases=False, kinds=KINDS)
        for fault in library.faults:
            click.echo(str(fault), err=True)
        record = read_visit(read_json(visit_file), library.questionnaires)
        told = summarise(retold(record, in_words(library, language)), library.references, language)
        pdf = to_pdf(told, renderer, paper)
    write_whole(out, pdf)


def in_words(library: Library, language: str) -> InWords:
    """Each questionnaire in the language, where the folder has a translation of that version."""

    def told(own: Questionnaire) -> Questionnaire:
        found = library.translations.get(f"{own.id}.{language}")
        fits = found is not None and found.for_version == own.version
        return translated(own, found) if found is not None and fits else own

    return told


COMMANDS = (summary,)
