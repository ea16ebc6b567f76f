"""summary: the clinician's PDF of a visit file, without any database."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from screening.commands.unneeded import leave_out
from screening.commands.writing import refuse_early, write_whole
from screening.offered import LANGUAGES, PAPERS
from screening.report.renderer import own_renderer


@click.command()
@click.option("--visit", "visit_file", required=True, help="A JSON file, or - for standard input.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
def summary(visit_file: str, out: Path, paper: str, language: str) -> None:
    """Write the summary of a visit as a PDF."""
    refuse_early(out)
    with _all_kept(), own_renderer(once=paper) as renderer:
        renderer.begin()  # it gets ready while the rest is imported and the visit is read
        leave_out()
        from screening.commands.summarising import pdf_of

        pdf = pdf_of(visit_file, renderer, paper, language)
    write_whole(out, pdf)


@contextmanager
def _all_kept() -> Iterator[None]:
    """What is imported and read for one page lives as long as the command, so that the collector,
    which walks through all of it again and again, finds nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


COMMANDS = (summary,)
