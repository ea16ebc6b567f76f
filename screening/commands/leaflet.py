"""leaflet: a leaflet for patients as a PDF, to print and hand out."""

from __future__ import annotations

from pathlib import Path

import click

from screening.commands.given import questionnaire_folder
from screening.commands.writing import refuse_early, write_whole
from screening.core.leaflet import Leaflet
from screening.core.library import Library
from screening.errors import ScreeningError
from screening.library_folder import load_folder
from screening.report.leaflet import leaflet_pdf, tell_leaflet
from screening.report.renderer import own_renderer


class UnknownLeaflet(ScreeningError):
    """No leaflet of that id and language. Seen by whoever asked for it."""


@click.command()
@click.argument("leaflet_id", metavar="ID")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--language", default="en", show_default=True)
def leaflet(leaflet_id: str, out: Path, paper: str, language: str) -> None:
    """Write a leaflet for patients as a PDF."""
    refuse_early(out)
    library = load_folder(questionnaire_folder(), cases=False)
    found = _find(library, leaflet_id, language)
    with own_renderer() as renderer:
        made = leaflet_pdf(tell_leaflet(found, library.references), renderer, paper)
    write_whole(out, made.pdf)
    if made.pages > 1:
        click.echo(f"It takes {made.pages} pages. Shorten it to fit on one.", err=True)


def _find(library: Library, leaflet_id: str, language: str) -> Leaflet:
    key = f"{leaflet_id}.{language}"
    if key in library.leaflets:
        return library.leaflets[key]
    for fault in library.faults:
        if Path(fault.path).stem == key:
            click.echo(str(fault), err=True)
    known = ", ".join(f"{one.id} ({one.language})" for one in library.leaflets.values())
    problem = f"There is no leaflet “{leaflet_id}” in the language “{language}”."
    raise UnknownLeaflet(f"{problem} There is: {known or 'none'}.")


COMMANDS = (leaflet,)
