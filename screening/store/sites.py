"""The clinic's own row, and the check that the key file is the one of this database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, site_settings
from screening.store.audit import Kind, record
from screening.store.errors import KeyFileError, NotThere, SealBroken, SiteUnclear
from screening.store.sealing import Place, seal_json, unseal_json

UNNAMED = "Clinic"  # until SCREENING_SITE_NAME says more
PROOF = "opened with the right key"


@dataclass(frozen=True, slots=True)
class Site:
    """One clinic."""

    id: UUID
    name: str
    time_zone: str  # IANA name


def open_site(session: Session, name: str, time_zone: str, *, now: datetime) -> Site:
    """The site that the settings mean, added at first start; it follows them.

    Another name renames it: accounts and patients belong to the row, not to its name. What an
    administrator has set for a site stays; the site is still found by the name it was started as.

    name     "" keeps the name that is there
    raises   KeyFileError when the database was written under another key file,
             SiteUnclear when there are several and none has this name
    """
    check_keys(session)
    rows = session.scalars(select(models.Site).order_by(models.Site.created_at)).all()
    if not rows:
        return add_site(session, name or UNNAMED, time_zone, now=now)
    row = rows[0] if len(rows) == 1 else _named(rows, name)
    if name and row.name != name and site_settings.newest(session, row.id)[1].name is None:
        row.name = name
        record(session, now, Kind.SITE_RENAMED, None, site=row.id)
    row.started_as = name or row.started_as
    for one in rows:
        one.time_zone = site_settings.newest(session, one.id)[1].time_zone or time_zone
    session.flush()
    return _value(row)


def find_site(session: Session, name: str) -> Site:
    """The site of that name, or the only one; nothing is changed.

    name     "" means the only one
    raises   SiteUnclear, KeyFileError
    """
    check_keys(session)
    rows = session.scalars(select(models.Site).order_by(models.Site.created_at)).all()
    row = rows[0] if len(rows) == 1 and not name else _named(rows, name)
    return _value(row)


def list_sites(session: Session) -> tuple[Site, ...]:
    """All of them, the first one first."""
    rows = session.scalars(select(models.Site).order_by(models.Site.created_at, models.Site.id))
    return tuple(_value(row) for row in rows)


def get_site(session: Session, site_id: UUID) -> Site:
    """One site; raises NotThere."""
    row = session.get(models.Site, site_id)
    if row is None:
        raise NotThere("site")
    return _value(row)


def add_site(
    session: Session, name: str, time_zone: str, *, now: datetime, by: UUID | None = None
) -> Site:
    """One more site, with a proof of the key that its answers are sealed under.

    raises   NameTaken
    """
    site_settings.refuse_taken(session, name, None)
    row = models.Site(id=uuid4(), name=name, time_zone=time_zone, created_at=now, started_as=name)
    row.key_proof = seal_json(session, _proof_place(row.id), PROOF)
    session.add(row)
    session.flush()
    record(session, now, Kind.SITE_ADDED, by, site=row.id)
    return _value(row)


def name_of(session: Session, site_id: UUID) -> str:
    """What a clinic is called."""
    return session.get_one(models.Site, site_id).name


def check_keys(session: Session) -> None:
    """Open the proof of every site, before anything is sealed that nobody could open later.

    raises   KeyFileError
    """
    for site_id, proof in session.execute(select(models.Site.id, models.Site.key_proof)):
        try:
            unseal_json(session, _proof_place(site_id), proof)
        except SealBroken:
            raise KeyFileError(
                "The key file is not the one that this database was written with.",
                "Restore the right key file from the recovery sheet, or point to another database.",
            ) from None


def _named(rows: Sequence[models.Site], name: str) -> models.Site:
    """By the name it was started as, else by the one it has."""
    found = next((row for row in rows if row.started_as == name), None)
    found = found or next((row for row in rows if row.name == name), None)
    if found is None or not name:
        raise SiteUnclear(tuple(row.name for row in rows))
    return found


def _value(row: models.Site) -> Site:
    return Site(row.id, row.name, row.time_zone)


def _proof_place(site_id: UUID) -> Place:
    return Place("site", site_id, "key_proof", 1)
