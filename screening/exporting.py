"""`screening export`: visits of a span of days to a file, by whoever runs the installation."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from screening.commands import opening
from screening.commands.writing import write_whole
from screening.program import run_program
from screening.store.sites import find_site
from screening.web.collecting import FORMATS, Span, collect, note_export
from screening.web.shelf import Shelf

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="First day, as 2026-11-01.")
@click.option("--until", "last", type=DAY, required=True, help="Last day; it is included.")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--site", default="", help="Name of the clinic, where there are several.")
def export(first: datetime, last: datetime, form: str, out: Path, site: str) -> None:
    """Write the answers and scores that were sent at visits of these days, without names."""
    span = Span(first.date(), last.date())
    if span.days < 1:
        raise click.BadParameter("lies before --from", param_hint="--until")
    with opening.opened(opening.settings()) as database:
        shelf = Shelf({}, ())
        shelf.follow(database)
        with database.read() as session:
            ids, visits = collect(session, shelf, find_site(session, site), span)
        data = FORMATS[form].write(visits)
        # First in the trail, then in the world: what is not written down does not go out.
        with database.write() as session:
            note_export(session, ids, span, form, data, by=None, now=opening.now())
    write_whole(out, data)
    click.echo(f"Exported {len(ids)} visits from {span.first} to {span.last}.", err=True)


def main() -> None:
    """The command as a program."""
    os.umask(0o077)
    run_program(export, "screening export")


if __name__ == "__main__":
    main()
