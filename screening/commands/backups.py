"""database backup, restore, drill: a sealed copy of the database, and the way back."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from screening.commands import opening
from screening.settings import Settings
from screening.store import key_file
from screening.store.backups import drill as drills
from screening.store.backups import making, restoring, sheet
from screening.store.db import Database
from screening.store.errors import BackupError
from screening.store.sealing import Keys

ENDING = ".backup"
NO_FOLDER = "There is no folder {}."
WITH_THE_DATA = "A backup in the data folder is lost with it."
WITH_THE_KEY = "The key file lies in the folder of this backup: who has both can open everything."
ELSEWHERE = "Name another folder."
ASKED = "The four digits at the end of lines 1.1 to 1.4 of the recovery sheet"
RESTORED = (
    "Restored: {rows} rows of {made_at}, into {into}. Now:\n"
    "1. Let SCREENING_DATABASE_URL, or SCREENING_DATA, lead there.\n"
    "2. Hold the trail against the lines that you kept: ./run screening audit verify FILE\n"
    "3. Ask again for what was erased since that time: docs/backups.md"
)

a_backup = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
@click.argument("target", metavar="FOLDER|FILE", type=click.Path(path_type=Path))
@click.option("--sheet-stdin", is_flag=True, help="Read the sheet's digits from standard input.")
def backup(target: Path, sheet_stdin: bool) -> None:
    """Write one sealed file of the whole database, while the server goes on.

    In a FOLDER the file is named by its time. The first backup asks for the recovery sheet.
    """
    chosen, now = opening.settings(), opening.now()
    path = _place(target, chosen, now)
    making.refuse_existing(path)
    with opening.opened(chosen) as database:
        _ask_for_sheet(database, chosen, sheet_stdin)
        made = making.make(
            database, _keys(chosen), path, chosen.data, operator=os.getuid(), now=now
        )
    tables = len(made.manifest.tables)
    click.echo(f"Backup of {made.manifest.rows} rows in {tables} tables: {made.size} bytes.",
               err=True)  # fmt: skip
    click.echo(f"{made.sha256}  {path}")


@click.command()
@a_backup
@click.option("--into", required=True, help="A new file, or the address of an empty database.")
def restore(file: Path, into: str) -> None:
    """Put a backup where no database is; one that is there is never written over."""
    chosen = opening.settings()
    url = into if "://" in into else making.address_of(Path(into).expanduser().absolute())
    done = restoring.restore(file, _keys(chosen), url, operator=os.getuid(), now=opening.now())
    told = making.shown_address(url)
    click.echo(RESTORED.format(rows=done.rows, made_at=done.made_at, into=told), err=True)


@click.command()
@a_backup
def drill(file: Path) -> None:
    """Try a backup in a temporary database: each check in one line. Ends with 1 on any fault."""
    chosen = opening.settings()
    held = True
    for line in drills.drill(file, _keys(chosen), chosen.data, chosen.database_url):
        click.echo(line.words if line.holds else f"DOES NOT HOLD: {line.words}")
        held = held and line.holds
    if not held:
        sys.exit(1)


def _keys(chosen: Settings) -> Keys:
    """Those that are there: none are made for a backup."""
    return Keys.from_secrets(key_file.load_masters(chosen.key_file))


def _place(target: Path, chosen: Settings, now: datetime) -> Path:
    """Where the backup goes; raises BackupError for a place where it would be no use."""
    target = target.expanduser().absolute()
    name = f"screening-{now:%Y%m%dT%H%M%SZ}{ENDING}"
    path = target / name if target.is_dir() else target
    folder = path.parent.resolve()
    if not folder.is_dir():
        raise BackupError(NO_FOLDER.format(folder), "Make it, or name another one.")
    if folder.is_relative_to(chosen.data.resolve()):
        raise BackupError(WITH_THE_DATA, ELSEWHERE)
    if chosen.key_file.resolve().parent == folder:
        raise BackupError(WITH_THE_KEY, ELSEWHERE)
    return path


def _ask_for_sheet(database: Database, chosen: Settings, sheet_stdin: bool) -> None:
    with database.read() as session:
        if sheet.was_shown(session):
            return
    if sheet_stdin:
        typed = sys.stdin.read()
    elif sys.stdin.isatty():
        typed = click.prompt(ASKED, err=True)
    else:
        raise BackupError(sheet.PROBLEM, sheet.FIX)
    masters = key_file.load_masters(chosen.key_file)
    with database.write() as session:
        sheet.show(session, masters, typed, operator=os.getuid(), now=opening.now())
