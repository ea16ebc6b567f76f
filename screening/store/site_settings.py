"""What a site has set for itself, each version kept, and what it leaves to the installation.

A site that was never set has version 0. Versions are only added to, so what was read of one stays
true for ever: a process may keep it.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere, StaleSettings
from screening.store.sealing import canonical
from screening.store.straight import Straight

VERSION = Straight(select(models.Site.settings_version).where(models.Site.id == bindparam("site")))


@dataclass(frozen=True, slots=True)
class Own:
    """What a site has set; None is left to the installation."""

    name: str | None = None
    time_zone: str | None = None  # IANA name
    paper: str | None = None
    languages: tuple[str, ...] | None = None  # offered to patients; the first is spoken at first
    idle_minutes: int | None = None
    ask_consent: bool | None = None
    retention_years: int | None = None  # visits are kept for; see screening.store.retention
    retention_reason: str | None = None  # why they are kept for less than its fewest years


TOLD_AT_MOST = 64  # characters of a value on the audit trail
NAMES = tuple(field.name for field in fields(Own))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a site's settings."""

    number: int
    own: Own
    set_by: UUID  # account
    set_at: datetime
    changed: tuple[str, ...]  # names of what differs from the version before


def newest(session: Session, site_id: UUID) -> tuple[int, Own]:
    """Number of the newest version, and what it says.

    raises   NotThere
    """
    row = session.get(models.Site, site_id)
    if row is None:
        raise NotThere("site")
    return row.settings_version, read(session, site_id, row.settings_version)


def read(session: Session, site_id: UUID, number: int) -> Own:
    """One version; nothing is set in number 0.

    raises   NotThere
    """
    if number == 0:
        return Own()
    row = session.get(models.SiteSetting, (site_id, number))
    if row is None:
        raise NotThere("settings")
    return _read(row.own)


def history(session: Session, site_id: UUID) -> tuple[Version, ...]:
    """All versions, the newest first."""
    rows = session.scalars(
        select(models.SiteSetting)
        .where(models.SiteSetting.site_id == site_id)
        .order_by(models.SiteSetting.version)
    )
    before, found = Own(), []
    for row in rows:
        own = _read(row.own)
        found.append(Version(row.version, own, row.set_by, row.set_at, _changed(before, own)))
        before = own
    return tuple(reversed(found))


def save(session: Session, site_id: UUID, own: Own, *, shown: int, by: UUID, now: datetime) -> int:
    """Keep a version; returns its number, which stays the same when nothing changed.

    shown    number of the version that the form was shown with
    raises   StaleSettings when there is a newer one; NameTaken when another site has the name
    """
    row = session.get(models.Site, site_id)
    if row is None:
        raise NotThere("site")
    if row.settings_version != shown:
        raise StaleSettings(row.settings_version)
    changed = _changed(read(session, site_id, shown), own)
    if not changed:
        return shown
    if own.name and own.name != row.name:
        refuse_taken(session, own.name, site_id)
        row.name = own.name
        record(session, now, Kind.SITE_RENAMED, by, site=site_id)
    if own.time_zone:
        row.time_zone = own.time_zone
    row.settings_version = shown + 1
    session.add(
        models.SiteSetting(
            site_id=site_id, version=shown + 1, own=_written(own), set_by=by, set_at=now
        )
    )
    session.flush()
    told = "+".join(changed)
    if len(told) > TOLD_AT_MOST:  # which they were stands in the history
        told = f"{len(changed)}_settings"
    record(session, now, Kind.SITE_SET, by, site=site_id, version=shown + 1, changed=told)
    return shown + 1


def refuse_taken(session: Session, name: str, site_id: UUID | None) -> None:
    """Let no two sites have one name, however it is written, nor be found by one at start.

    site_id   whose name it is to be; None for a new one
    raises    NameTaken
    """
    known = select(models.Site.id, models.Site.name, models.Site.started_as)
    for other_id, *others in session.execute(known):
        if other_id != site_id and name.casefold() in {other.casefold() for other in others}:
            raise NameTaken("site name")


def _changed(before: Own, after: Own) -> tuple[str, ...]:
    return tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))


def _written(own: Own) -> str:
    held: Mapping[str, object] = {
        name: value for name in NAMES if (value := getattr(own, name)) is not None
    }
    return canonical(held).decode()


def _read(stored: str) -> Own:
    held = json.loads(stored)
    if "languages" in held:
        held["languages"] = tuple(held["languages"])
    return Own(**held)
