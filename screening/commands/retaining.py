"""retention list: how many visits of each site are older than it keeps them."""

from __future__ import annotations

import click

from screening.commands import opening
from screening.store import retention as store_retention
from screening.store import site_settings, sites


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
