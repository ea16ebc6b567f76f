"""Looking for events in the audit trail: by patient or visit, person, kind and time.

A site sees what its own people did, what patients and tablets did at its visits, and what the app
did for the whole installation; nothing that was done at another site.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit_kinds import CARRIES, Kind
from screening.store.models import (
    Account,
    AuditEvent,
    Encounter,
    Patient,
    Response,
    Sitting,
    Tombstone,
)

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; what is None is not asked for."""

    site_id: UUID
    about: UUID | None = None  # a patient or a visit
    account_id: UUID | None = None  # who acted, or whose account it was
    kind: Kind | None = None
    begins: datetime | None = None  # included
    ends: datetime | None = None  # not included


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as it is shown and exported."""

    number: int
    at: datetime
    kind: str
    account_id: UUID | None  # None: a patient, or the app itself
    ids: str  # canonical JSON
    previous_hash: str
    hash: str
    signature: str


def page(
    session: Session, wanted: Wanted, *, before: int | None, at_most: int
) -> tuple[Event, ...]:
    """The newest events that are wanted, or those before a number, newest first."""
    chosen = _chosen(wanted).order_by(AuditEvent.number.desc()).limit(at_most)
    if before is not None:
        chosen = chosen.where(AuditEvent.number < before)
    return tuple(Event(*row) for row in session.execute(chosen))


def count(session: Session, wanted: Wanted) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_chosen(wanted).subquery())) or 0


def oldest_first(session: Session, wanted: Wanted) -> Iterator[Event]:
    """All that are wanted, a portion in memory at a time."""
    rows = session.execute(_chosen(wanted).order_by(AuditEvent.number)).yield_per(ROWS_AT_ONCE)
    return (Event(*row) for row in rows)


def newest_ids(session: Session, kind: Kind) -> tuple[datetime, str] | None:
    """When an act of this kind was done last, and what its event carries."""
    row = session.execute(
        select(AuditEvent.at, AuditEvent.ids)
        .where(AuditEvent.kind == kind.value)
        .order_by(AuditEvent.number.desc())
        .limit(1)
    ).one_or_none()
    return (row.at, row.ids) if row else None


def what_is(session: Session, about: UUID, site_id: UUID) -> str:
    """Whether this is a "patient" or an "encounter" of the site; empty for neither."""
    found = union_all(
        select(literal("patient")).where(Patient.id == about, Patient.site_id == site_id),
        select(literal("encounter")).where(Encounter.id == about, Encounter.site_id == site_id),
        select(Tombstone.what)
        .where(Tombstone.record_id == about, Tombstone.site_id == site_id)
        .where(Tombstone.what.in_(("patient", "encounter"))),
    )
    return session.scalar(found) or ""


def _chosen(wanted: Wanted) -> Select[Any]:
    events: Any = select(
        AuditEvent.number,
        AuditEvent.at,
        AuditEvent.kind,
        AuditEvent.account_id,
        AuditEvent.ids,
        AuditEvent.previous_hash,
        AuditEvent.hash,
        AuditEvent.signature,
    ).where(_of_site(wanted.site_id))
    if wanted.about is not None:
        events = events.where(_about(wanted.about))
    if wanted.account_id is not None:
        events = events.where(_by_or_of(wanted.account_id))
    if wanted.kind is not None:
        events = events.where(AuditEvent.kind == wanted.kind.value)
    if wanted.begins is not None:
        events = events.where(AuditEvent.at >= wanted.begins)
    if wanted.ends is not None:
        events = events.where(AuditEvent.at < wanted.ends)
    return cast(Select[Any], events)


def _of_site(site_id: UUID) -> ColumnElement[bool]:
    """By who acted; what nobody signed in did, by the visit at which it was done."""
    own_people = select(Account.id).where(Account.site_id == site_id).scalar_subquery()
    place = func.coalesce(
        select(Encounter.site_id).where(Encounter.id == AuditEvent.about).scalar_subquery(),
        select(Patient.site_id).where(Patient.id == AuditEvent.about).scalar_subquery(),
        _of_its_visit(Sitting),
        _of_its_visit(Response),
        select(Tombstone.site_id).where(Tombstone.record_id == AuditEvent.about).scalar_subquery(),
    )
    # A case and no "or": for that, all events of all people would be gathered and sorted before
    # the newest are shown, where reading from the newest on is enough.
    return case(
        (AuditEvent.account_id.is_not(None), AuditEvent.account_id.in_(own_people)),
        else_=func.coalesce(place, literal(site_id, Uuid())) == site_id,
    )


def _of_its_visit(part: type[Sitting] | type[Response]) -> Any:
    return (
        select(Encounter.site_id)
        .join(part, part.encounter_id == Encounter.id)
        .where(part.id == AuditEvent.about)
        .scalar_subquery()
    )


def _about(about: UUID) -> ColumnElement[bool]:
    """A visit with its sittings and responses; a patient with all visits that are theirs now.

    Of what was erased the tombstones tell whose it was.

    An entry that was merged into this one, or into one that was, is the same patient. Of a visit
    that was moved away the move itself stays.
    """
    entries = select(Patient.id).where(Patient.id == about).cte("entries", recursive=True)
    led_here = select(Patient.id).join(entries, Patient.merged_into == entries.c.id)
    same = select(entries.union(led_here).c.id)
    visits = select(Encounter.id).where(or_(Encounter.id == about, Encounter.patient_id.in_(same)))
    found = union_all(
        same,
        visits,
        select(Sitting.id).where(Sitting.encounter_id.in_(visits)),
        select(Response.id).where(Response.encounter_id.in_(visits)),
        select(Tombstone.record_id).where(
            or_(
                Tombstone.record_id == about,
                Tombstone.patient_id == about,
                Tombstone.encounter_id == about,
                Tombstone.encounter_id.in_(visits),
            )
        ),
    )
    moved = and_(
        AuditEvent.kind == Kind.ENCOUNTER_MOVED.value, AuditEvent.ids.contains(f'"{about}"')
    )
    return or_(AuditEvent.about.in_(found), moved)


def _by_or_of(account_id: UUID) -> ColumnElement[bool]:
    of_accounts = [kind.value for kind, carried in CARRIES.items() if "account" in carried]
    named = AuditEvent.ids.contains(f'"account":"{account_id}"')
    return or_(AuditEvent.account_id == account_id, and_(AuditEvent.kind.in_(of_accounts), named))
