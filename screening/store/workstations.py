"""Workstations: desk computers enrolled under a name, listed, renamed, retired.

Of a cookie only a hash is kept. Enrolment opens nothing by itself; it lets people who signed in
there come back by their PIN (screening.store.returning).
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models, sign_in_ends
from screening.store.audit import Kind, record
from screening.store.errors import NameTaken, NotThere
from screening.store.sealing import keyed, keys_of

NAME_AT_MOST = 40  # characters


@dataclass(frozen=True, slots=True)
class Workstation:
    """One enrolled desk computer."""

    id: UUID
    site_id: UUID
    name: str
    enrolled_by: UUID  # account
    enrolled_at: datetime
    last_used_at: datetime | None  # when somebody last came in there; None: nobody yet


def enrol(
    session: Session, site_id: UUID, name: str, *, token: str, by: UUID, now: datetime
) -> Workstation:
    """Know a computer from now on.

    token    256 fresh random bits, for its cookie
    raises   NameTaken when another one in use at the site has this name
    """
    # No other writer can come in between (screening.store.db).
    _check_name(session, site_id, name, but=None)
    row = models.Workstation(
        id=uuid4(),
        site_id=site_id,
        name=name,
        token_hash=_token_hash(session, token),
        enrolled_by=by,
        enrolled_at=now,
    )
    session.add(row)
    session.flush()
    record(session, now, Kind.WORKSTATION_ENROLLED, by, workstation=row.id)
    return _value(row)


def by_token(session: Session, token: str) -> Workstation | None:
    """The computer of this cookie; None for an unknown or retired one."""
    if not token:
        return None
    mark = _token_hash(session, token)
    row = session.scalar(select(models.Workstation).where(models.Workstation.token_hash == mark))
    return _value(row) if row else None


def get(session: Session, workstation_id: UUID, *, site_id: UUID) -> Workstation:
    """One that is in use.

    raises   NotThere, the same for a retired one and for another site's
    """
    return _value(_row(session, workstation_id, site_id))


def in_use(session: Session, site_id: UUID) -> tuple[Workstation, ...]:
    """The site's computers that are not retired, the oldest first."""
    rows = session.scalars(
        select(models.Workstation)
        .where(models.Workstation.site_id == site_id, models.Workstation.retired_at.is_(None))
        .order_by(models.Workstation.enrolled_at, models.Workstation.id)
    )
    return tuple(_value(row) for row in rows)


def rename(
    session: Session, workstation_id: UUID, name: str, *, site_id: UUID, by: UUID, now: datetime
) -> None:
    """Call it something else; the same name again changes nothing.

    raises   NotThere, NameTaken
    """
    row = _row(session, workstation_id, site_id)
    if row.name == name:
        return
    _check_name(session, site_id, name, but=workstation_id)
    row.name = name
    session.flush()
    record(session, now, Kind.WORKSTATION_RENAMED, by, workstation=workstation_id)


def retire(
    session: Session, workstation_id: UUID, *, site_id: UUID, by: UUID, now: datetime
) -> None:
    """Forget it and end every sign-in that was opened there: it may be in strange hands.

    raises   NotThere, also the second time
    """
    row = _row(session, workstation_id, site_id)
    row.retired_at, row.retired_by, row.token_hash = now, by, None
    session.flush()
    sign_in_ends.end_at_workstation(session, workstation_id, reason="workstation", now=now)
    record(session, now, Kind.WORKSTATION_RETIRED, by, workstation=workstation_id)


def _row(session: Session, workstation_id: UUID, site_id: UUID) -> models.Workstation:
    row = session.scalar(
        select(models.Workstation)
        .where(models.Workstation.id == workstation_id)
        .where(models.Workstation.site_id == site_id, models.Workstation.retired_at.is_(None))
    )
    if row is None:
        raise NotThere("workstation")
    return row


def _check_name(session: Session, site_id: UUID, name: str, *, but: UUID | None) -> None:
    others = (known for known in in_use(session, site_id) if known.id != but)
    if name.casefold() in {known.name.casefold() for known in others}:
        raise NameTaken("workstation name")


def _token_hash(session: Session, token: str) -> str:
    return keyed(keys_of(session).tokens, "workstation", token)


def _value(row: models.Workstation) -> Workstation:
    return Workstation(
        row.id, row.site_id, row.name, row.enrolled_by, row.enrolled_at, row.last_used_at
    )
