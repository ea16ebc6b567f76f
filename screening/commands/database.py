"""database upgrade: the tables of this release."""

from __future__ import annotations

import click

from screening.commands import opening
from screening.store import migrations, sites


@click.group()
def database() -> None:
    """The tables that answers and accounts are kept in."""


@database.command()
def upgrade() -> None:
    """Bring the database to this release. Nothing to do is fine."""
    chosen = opening.settings()
    with opening.opened(chosen, upgraded=False) as opened:
        migrations.upgrade(opened.engine)
        with opened.read() as session:
            # Before anybody types an answer that would be sealed under the wrong key.
            sites.check_keys(session)
    click.echo("The database has the tables of this release.", err=True)
