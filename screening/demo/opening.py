"""Opening the clinic: the first start fills it, each start gives its staff new passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from screening.app import open_parts
from screening.demo.cast import STAFF
from screening.demo.filling import LASTS, Filler, Staff
from screening.demo.paper import write_pdf
from screening.demo.people import CLEO, Clinic
from screening.report.renderer import RendererError
from screening.settings import ROOT, Settings
from screening.store import accounts, key_file, patients, sites
from screening.store.db import Database, open_database
from screening.store.encounters import Encounter
from screening.web.parts import Parts

MIGRATIONS = ROOT / "screening" / "store" / "migrations" / "versions"
PAST_DAYS = (21, 15, 14, 8, 7)
MORNING = time(9, 40)

Hashes = Callable[[], Mapping[str, str]]  # account name -> hash; waits until they are there


def open_up(settings: Settings, folder: Path, hashes: Hashes, *, now: datetime) -> None:
    """Leave a filled clinic that its staff can sign in to.

    folder   where the PDF goes
    now      aware; today's visits end at it
    """
    filled = settings.data / "filled"  # says for which tables
    if filled.is_file() and filled.read_text() == _newest_migration():
        keys = key_file.load_or_create(settings.key_file, settings.data)
        database = open_database(settings.database_url, keys)
        _let_in(database, settings, hashes(), now)
        database.close()
        return
    click.echo("Making up a clinic (once).", err=True)
    parts = open_parts(settings, lambda: now)
    _let_in(parts.database, settings, hashes(), now)
    _fill_if_empty(parts, folder, now)
    parts.database.close()
    filled.write_text(_newest_migration())


def _newest_migration() -> str:
    """Name of the newest file there; Alembic would take longer to tell than the start may."""
    return max(path.name for path in MIGRATIONS.glob("*.py"))


def _let_in(
    database: Database, settings: Settings, hashes: Mapping[str, str], now: datetime
) -> None:
    with database.write() as session:
        for name, password_hash in hashes.items():
            _set_password(session, settings, name, password_hash, now)


def _set_password(
    session: Session, settings: Settings, name: str, password_hash: str, now: datetime
) -> None:
    known = accounts.find(session, name)
    if known is not None:
        accounts.reset_password(
            session, known.id, password_hash=password_hash, must_change=False, by=None, now=now
        )
        return
    site = sites.open_site(session, settings.site_name, settings.time_zone, now=now)
    accounts.add(
        session,
        site.id,
        name,
        full_name=STAFF[name].full_name,
        role=STAFF[name].role.value,
        password_hash=password_hash,
        must_change=False,
        by=None,
        now=now,
    )


def _fill_if_empty(parts: Parts, folder: Path, now: datetime) -> None:
    with parts.database.read() as session:
        empty = not patients.recent(session, parts.site.id, limit=1)
    if empty:
        newest = _fill(parts, now)
        _write_pdf(parts, newest[CLEO.record], folder, now)


def _fill(parts: Parts, now: datetime) -> dict[str, Encounter]:
    """All visits in one transaction; by record number the newest visit of each patient."""
    with parts.database.write() as session:
        desk, doctor = accounts.find(session, "desk"), accounts.find(session, "doctor")
        assert desk is not None
        assert doctor is not None
        filler = Filler(session, parts, Staff(desk, doctor), now)
        days = _days(now.astimezone(ZoneInfo(parts.site.time_zone)))
        clinic = Clinic(parts.shelf.current(session), days)
        return {visit.who.record: filler.fill(visit) for visit in clinic.visits()}


def _days(now: datetime) -> dict[int, datetime]:
    """Days ago -> when the visits of that day began; today's end now, whatever the hour is."""
    past = {
        days: datetime.combine((now - timedelta(days=days)).date(), MORNING, now.tzinfo)
        for days in PAST_DAYS
    }
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return {**past, 0: max(now - LASTS, midnight)}


def _write_pdf(parts: Parts, visit: Encounter, folder: Path, now: datetime) -> None:
    """Without the PDF there is still a clinic to try."""
    try:
        missing = write_pdf(parts, visit, folder, now)
    except RendererError as error:
        click.echo(str(error), err=True)
        return
    if missing:
        click.echo(f"PDFs are off until an administrator installs: {missing}", err=True)
