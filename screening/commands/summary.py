"""summary: the clinician's PDF of a visit file, without any database."""

from __future__ import annotations

from pathlib import Path

import click

from screening.commands.reading import questionnaire_folder, read_json
from screening.commands.writing import refuse_early, write_whole
from screening.core.library import Kind
from screening.library_folder import load_folder
from screening.report.pdf import to_pdf
from screening.report.renderer import missing_packages, own_renderer
from screening.report.retold import by_files
from screening.report.visit_file import read_visit
from screening.report.wording import WORDINGS
from screening.summary_file.attaching import tell_with_data

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
        in_words = by_files(library.translations, language)
        told, attached = tell_with_data(record, library.references, language, in_words)
        pdf = to_pdf(told, renderer, paper, attached)
    write_whole(out, pdf)


COMMANDS = (summary,)
