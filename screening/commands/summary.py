"""summary: the clinician's PDF of a visit file, without any database."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from screening.commands.reading import questionnaire_folder, read_json
from screening.errors import ScreeningError
from screening.library_folder import load_folder
from screening.report.pdf import to_pdf
from screening.report.renderer import missing_packages, own_renderer
from screening.report.summary import summarise
from screening.report.visit_file import read_visit
from screening.report.wording import WORDINGS


class NoPango(ScreeningError):
    """PDFs cannot be made on this machine. Seen by whoever asked for one."""


@click.command()
@click.option("--visit", "visit_file", required=True, help="A JSON file, or - for standard input.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--language", type=click.Choice(sorted(WORDINGS)), default="en", show_default=True)
def summary(visit_file: str, out: Path, paper: str, language: str) -> None:
    """Write the summary of a visit as a PDF."""
    if missing := missing_packages():
        raise NoPango(f"PDFs need these packages first: {' '.join(missing)}.")
    _refuse(out)
    library = load_folder(questionnaire_folder(), cases=False)
    for fault in library.faults:
        click.echo(str(fault), err=True)
    record = read_visit(read_json(visit_file), library.questionnaires)
    told = summarise(record, library.references, language)
    with own_renderer() as renderer:
        pdf = to_pdf(told, renderer, paper)
    _replace(out, pdf)


def _refuse(path: Path) -> None:
    """Say before the work, not after it, that the PDF cannot be written there."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", str(path.parent))


def _replace(path: Path, data: bytes) -> None:
    """Write the whole file or nothing: half a PDF looks like one."""
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


COMMANDS = (summary,)
