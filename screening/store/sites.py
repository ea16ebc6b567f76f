"""The clinic's own row, and the check that the key file is the one of this database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import models
from screening.store.audit import Kind, record
from screening.store.errors import KeyFileError, SealBroken
from screening.store.sealing import Place, seal_json, unseal_json

PROOF = "opened with the right key"


@dataclass(frozen=True, slots=True)
class Site:
    """One clinic."""

    id: UUID
    name: str
    time_zone: str  # IANA name


def open_site(session: Session, name: str, time_zone: str, *, now: datetime) -> Site:
    """The site of that name, added at first start; its zone follows the settings.

    raises   KeyFileError when the database was written under another key file
    """
    check_keys(session)
    row = session.scalar(select(models.Site).where(models.Site.name == name))
    if row is None:
        row = models.Site(id=uuid4(), name=name, time_zone=time_zone, created_at=now)
        row.key_proof = seal_json(session, _proof_place(row.id), PROOF)
        session.add(row)
        session.flush()
        record(session, now, Kind.SITE_ADDED, None, site=row.id)
    row.time_zone = time_zone
    session.flush()
    return Site(row.id, row.name, row.time_zone)


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


def _proof_place(site_id: UUID) -> Place:
    return Place("site", site_id, "key_proof", 1)
