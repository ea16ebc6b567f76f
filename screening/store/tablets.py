"""Tablets: enrolled by staff under a name, listed, revoked. Of a cookie only a hash is kept."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sittings
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere
from screening.store.sealing import keyed, keys_of

NAME_AT_MOST = 40  # characters
PROPOSED = "Tablet"


@dataclass(frozen=True, slots=True)
class Tablet:
    """One enrolled device."""

    id: UUID
    site_id: UUID
    name: str
    enrolled_by: UUID  # account
    enrolled_at: datetime


def enrol(
    session: Session, site_id: UUID, name: str, *, token: str, by: UUID, now: datetime
) -> Tablet:
    """Know a device from now on.

    token    256 fresh random bits, for its cookie
    raises   NameTaken when another one in use at the site has this name
    """
    # No other writer can come in between (screening.store.db).
    if name.casefold() in _names(session, site_id):
        raise NameTaken("tablet name")
    row = models.Tablet(
        id=uuid4(),
        site_id=site_id,
        name=name,
        token_hash=_token_hash(session, token),
        enrolled_by=by,
        enrolled_at=now,
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.TABLET_ENROLLED, by, tablet=row.id)
    return _value(row)


def by_token(session: Session, token: str) -> Tablet | None:
    """The device of this cookie; None for an unknown or revoked one."""
    if not token:
        return None
    mark = _token_hash(session, token)
    row = session.scalar(select(models.Tablet).where(models.Tablet.token_hash == mark))
    return _value(row) if row else None


def in_use(session: Session, site_id: UUID) -> tuple[Tablet, ...]:
    """The site's devices that are not revoked, the oldest first."""
    rows = session.scalars(
        select(models.Tablet)
        .where(models.Tablet.site_id == site_id, models.Tablet.revoked_at.is_(None))
        .order_by(models.Tablet.enrolled_at, models.Tablet.id)
    )
    return tuple(_value(row) for row in rows)


def name_of(session: Session, tablet_id: UUID) -> str:
    """What the device is called, revoked or not."""
    return session.get_one(models.Tablet, tablet_id).name


def revoke(session: Session, tablet_id: UUID, *, site_id: UUID, by: UUID, now: datetime) -> None:
    """Forget a device; what somebody answers on it is paused and kept. Twice changes nothing.

    raises   NotThere, the same for another site's
    """
    row = session.scalar(
        select(models.Tablet)
        .where(models.Tablet.id == tablet_id)
        .where(models.Tablet.site_id == site_id)
    )
    if row is None:
        raise NotThere("tablet")
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by, row.token_hash = now, by, None
    held = session.scalars(select(models.Sitting.id).where(models.Sitting.tablet_id == tablet_id))
    for sitting_id in list(held):
        sittings.pause(session, sitting_id, by=by, now=now)
    session.flush()
    record(session, now, Kind.TABLET_REVOKED, by, tablet=tablet_id)


def proposed_name(session: Session, site_id: UUID) -> str:
    """The first number that is free: Tablet 3 when 1 and 2 are in use."""
    taken = _names(session, site_id)
    number = 1
    while f"{PROPOSED} {number}".casefold() in taken:
        number += 1
    return f"{PROPOSED} {number}"


def _names(session: Session, site_id: UUID) -> set[str]:
    return {tablet.name.casefold() for tablet in in_use(session, site_id)}


def _token_hash(session: Session, token: str) -> str:
    return keyed(keys_of(session).tokens, "tablet", token)


def _value(row: models.Tablet) -> Tablet:
    return Tablet(row.id, row.site_id, row.name, row.enrolled_by, row.enrolled_at)
