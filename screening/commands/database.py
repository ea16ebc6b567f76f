"""database upgrade: the tables of this release; database tidy: what a day left unsent.

backup, restore and drill stand in a module of their own.
"""

from __future__ import annotations

import click

from screening.commands import backups, opening
from screening.store import closing, migrations, renewal, sites


@click.group()
def database() -> None:
    """The tables that answers and accounts are kept in."""


for command in (backups.backup, backups.restore, backups.drill):
    database.add_command(command)


@database.command()
def tidy() -> None:
    """Close what was not sent within a day. The server does it too, about once an hour."""
    with opening.opened(opening.settings()) as opened, opened.write() as session:
        closed = closing.close_unsent(session, now=opening.now())
    click.echo(
        f"Closed as not finished: {closed.sittings}. Empty drafts deleted: {closed.drafts}.",
        err=True,
    )


@database.command()
def upgrade() -> None:
    """Bring the database to this release. Nothing to do is fine."""
    chosen = opening.settings()
    with opening.opened(chosen, upgraded=False) as opened:
        migrations.upgrade(opened.engine)
        with opened.read() as session:
            # Before anybody types an answer that would be sealed under the wrong key.
            sites.check_keys(session)
        with opened.write() as session:
            renewal.renew_marks(session)
    click.echo("The database has the tables of this release.", err=True)
