"""audit head, verify, export: the trail's head to keep elsewhere, its chain checked, its events."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from sqlalchemy.orm import Session

from screening.commands import opening
from screening.exchange.trail import TRAIL_FORMATS, TrailLine, line_of
from screening.store import accounts, audit_chain, audit_heads, audit_search, sites
from screening.store.audit import Kind, record
from screening.store.audit_chain import Checked
from screening.store.audit_heads import Compared
from screening.store.audit_search import Wanted


@click.group()
def audit() -> None:
    """Check the audit trail; keep its head."""


@audit.command()
def head() -> None:
    """Print one signed line of the newest event: keep it once a day away from this machine."""
    with opening.opened(opening.settings()) as database, database.read() as session:
        click.echo(audit_heads.kept_line(session, now=opening.now()))


@audit.command()
@click.argument(
    "kept", nargs=-1, type=click.File(encoding="utf-8", errors="replace"), metavar="[FILE]..."
)
def verify(kept: tuple[TextIO, ...]) -> None:
    """Check the whole chain, and hold the kept lines of each FILE against it ("-": input).

    Ends with 1 when anything does not hold; each fault is told with its event's number.
    """
    lines = [line for file in kept for line in file.read().splitlines() if line.strip()]
    with opening.opened(opening.settings()) as database:
        with database.read() as session:
            checked = audit_chain.check(session)
            compared = [audit_heads.compare(session, line) for line in lines]
        with database.write() as session:
            record(
                session, opening.now(), Kind.AUDIT_CHECKED, None,
                first=checked.first, last=checked.last, faults=checked.number,
            )  # fmt: skip
    for line in _told(checked, compared):
        click.echo(line)
    if checked.number or not all(one.fits for one in compared):
        sys.exit(1)


@audit.command()
@click.option("--format", "form", type=click.Choice(sorted(TRAIL_FORMATS)), required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--site", default="", help="Name of the clinic, where there are several.")
def export(form: str, out: Path, site: str) -> None:
    """Write all events of a site to a file, the oldest first."""
    part = out.with_name(f".{out.name}.part")
    with opening.opened(opening.settings()) as database:
        try:
            with database.read() as session, part.open("wb") as file:
                wanted = Wanted(sites.find_site(session, site).id)
                number, sha256 = _write(file, form, _lines(session, wanted))
            # First in the trail, then in the world: what is not written down does not go out.
            now = opening.now()
            with database.write() as session:
                _note(session, now, form, number, sha256)
            os.replace(part, out)
        finally:
            part.unlink(missing_ok=True)
    click.echo(f"Exported {number} events.", err=True)


def _told(checked: Checked, compared: list[Compared]) -> Iterator[str]:
    for fault in checked.faults:
        yield f"event {fault.number}: {fault.problem}"
    if checked.number > len(checked.faults):
        yield f"and {checked.number - len(checked.faults)} more faults after these"
    faults = "1 fault" if checked.number == 1 else f"{checked.number or 'no'} faults"
    yield f"events {checked.first} to {checked.last}: {faults}"
    for number, one in enumerate(compared, 1):
        yield f"kept line {number}: {'fits.' if one.fits else 'DOES NOT FIT.'} {one.words}"


def _lines(session: Session, wanted: Wanted) -> Iterator[TrailLine]:
    names = {known.id: known.name for known in accounts.list_accounts(session)}
    return (line_of(event, names) for event in audit_search.oldest_first(session, wanted))


def _write(file: BinaryIO, form: str, lines: Iterator[TrailLine]) -> tuple[int, str]:
    """How many events were written, and the hash of the file."""
    number, sha256 = 0, hashlib.sha256()

    def counted() -> Iterator[TrailLine]:
        nonlocal number
        for line in lines:
            number += 1
            yield line

    for piece in TRAIL_FORMATS[form].write(counted()):
        sha256.update(piece)
        file.write(piece)
    return number, sha256.hexdigest()


def _note(session: Session, now: datetime, form: str, number: int, sha256: str) -> None:
    record(
        session, now, Kind.AUDIT_EXPORTED, None, format=form, events=number, sha256=sha256
    )  # fmt: skip
