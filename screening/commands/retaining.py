"""retention list: how many visits of each site are older than it keeps them.

retention erased: what was erased before and came back with a backup.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from screening.commands import opening
from screening.store import erased_elsewhere, site_settings, sites
from screening.store import retention as store_retention
from screening.store.erased_elsewhere import CameBack


@click.group()
def retention() -> None:
    """See what is older than it is kept."""


@retention.command("list")
def list_past() -> None:
    """Print one line for each site: what it keeps, and how much is past that. It erases nothing.

    An administrator hands what is past to a second person, under Erasure.
    """
    with opening.opened(opening.settings()) as database, database.read() as session:
        for site in sites.list_sites(session):
            _, own = site_settings.newest(session, site.id)
            years = own.retention_years or store_retention.YEARS
            past = store_retention.past(session, site.id, years, now=opening.now())
            click.echo(
                f"{site.name}: kept {years} years; past that {len(past.visits)}, "
                f"under legal hold {past.under_hold}, not seen yet {past.unseen}"
            )


@retention.command()
@click.argument(
    "kept", nargs=-1, required=True, type=click.File(encoding="utf-8", errors="replace"),
    metavar="FILE...",
)  # fmt: skip
def erased(kept: tuple[TextIO, ...]) -> None:
    """After a restore: print what each FILE tells as erased and what is here again.

    FILE is a kept `audit export --format jsonl`. Each line names a record number: an administrator
    asks for its erasure again, and a second person carries it out. Ends with 1 while any is here,
    or where a line was not signed by this installation.
    """
    lines = [line for file in kept for line in file.read().splitlines() if line.strip()]
    with opening.opened(opening.settings()) as database, database.write() as session:
        found = erased_elsewhere.compare(session, lines, operator=os.getuid(), now=opening.now())
    for one in found.came_back:
        click.echo(_told(one))
    for place in found.not_ours:
        click.echo(f"line {place}: not signed by this installation, so not looked at", err=True)
    click.echo(f"Erased: {found.erased}. Here again: {len(found.came_back)}.", err=True)
    if found.came_back or found.not_ours:
        sys.exit(1)


def _told(one: CameBack) -> str:
    what = "the patient with all visits" if one.visit is None else f"visit {one.visit} of {one.day}"
    return f"{one.site}: record number {one.record}, {what}"
