"""key add, reseal, sheet, restore: the keys that answers and identities are sealed under."""

from __future__ import annotations

import sys

import click

from screening.commands import opening
from screening.store import key_file, recovery_sheet, resealing
from screening.store.audit import Kind, record

ADDED = (
    "A new key stands first in the key file. Now:\n"
    "1. Start the server anew, so that every process has it: ./run serve\n"
    "2. Seal what there is with it: ./run screening key reseal --server-restarted\n"
    "3. Print the recovery sheet anew and destroy the old one: ./run screening key sheet"
)
NOT_RESTARTED = (
    "Start the server anew first: a process without the new key could not open what is sealed "
    "with it. Then say so with --server-restarted."
)


@click.group()
def key() -> None:
    """The keys that everything is sealed under."""


@key.command()
def add() -> None:
    """Put a new key into the key file; those that are there still open what they sealed."""
    key_file.add_key(opening.settings().key_file)
    click.echo(ADDED, err=True)


@key.command()
@click.option("--server-restarted", is_flag=True, help="Every process was started since `key add`.")
def reseal(server_restarted: bool) -> None:
    """Seal with the current key what older ones sealed. It may be stopped and begun again."""
    if not server_restarted:
        raise click.UsageError(NOT_RESTARTED)
    done = broken = 0
    with opening.opened(opening.settings()) as database:
        try:
            for batch in resealing.reseal(database):
                done, broken = done + batch.done, broken + batch.broken
        finally:
            if done:  # also when it was stopped
                with database.write() as session:
                    record(session, opening.now(), Kind.RECORDS_RESEALED, None, records=done)
        with database.read() as session:
            left = resealing.left(session)
    click.echo(f"Sealed anew: {done}. Left: {left}.", err=True)
    if broken:
        click.echo(f"Damaged, and left as they are: {broken}.", err=True)
        sys.exit(1)


@key.command()
def sheet() -> None:
    """Write the keys as a sheet of paper to standard output. Lock it away."""
    masters = key_file.load_masters(opening.settings().key_file)
    click.echo(recovery_sheet.write_sheet(masters), nl=False)


@key.command()
def restore() -> None:
    """Read a recovery sheet from standard input and write the key file that was lost."""
    chosen = opening.settings()
    masters = recovery_sheet.read_sheet(sys.stdin.read())
    key_file.restore(chosen.key_file, chosen.data, masters)
    click.echo(f"The key file was written: {chosen.key_file}", err=True)
