"""Passing a record on: the patient's consents, what they keep back, and each copy that went out.

Taking a consent back works forward: what went out under it before stays on the patient's account.
"""

from collections.abc import Mapping
from dataclasses import asdict, field
from datetime import date, datetime
from typing import TypeVar, cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.core.disclosure import Agreed
from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.encounters import Encounter
from screening.store.erasing import entries_of
from screening.store.errors import KeptBack, NoConsent, NotThere
from screening.store.sealing import Place, seal_json, unseal_json

_Row = TypeVar("_Row", models.DisclosureConsent, models.DisclosureRestriction)


@dataclass(frozen=True, slots=True)
class ConsentToDisclose:
    """One consent on record."""

    id: UUID
    patient_id: UUID
    agreed: Agreed
    recorded_by: UUID
    recorded_at: datetime
    revoked_by: UUID | None
    revoked_at: datetime | None

    def is_live(self, day: date) -> bool:
        """Whether a copy may go out under it on this day."""
        return self.revoked_at is None and self.agreed.holds_on(day)


@dataclass(frozen=True, slots=True)
class Restriction:
    """What the patient keeps back; while it stands nothing is passed on."""

    id: UUID
    words: str = field(repr=False)  # as it was typed
    placed_by: UUID
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One copy that went out."""

    encounter_id: UUID
    consent_id: UUID
    notice_version: str
    made_by: UUID
    made_at: datetime


def agree(
    session: Session, patient_id: UUID, agreed: Agreed, *, by: UUID, now: datetime
) -> ConsentToDisclose:
    """Keep what a patient of one's own site signed."""
    row = models.DisclosureConsent(
        id=uuid4(), patient_id=patient_id, recorded_by=by, recorded_at=now
    )
    days = {"signed_on": agreed.signed_on.isoformat(), "until": agreed.until.isoformat()}
    row.document = seal_json(session, _place(row), asdict(agreed) | days)
    session.add(row)
    session.flush()
    record(session, now, Kind.DISCLOSURE_AGREED, by, agreement=row.id, patient=patient_id)
    return _consent(session, row)


def revoke(
    session: Session, patient_id: UUID, consent_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take a consent back. Twice changes nothing.

    raises  NotThere for another patient's
    """
    row = _own(session, models.DisclosureConsent, patient_id, consent_id)
    if row.revoked_at is None:
        row.revoked_by, row.revoked_at = by, now
        session.flush()
        record(session, now, Kind.DISCLOSURE_REVOKED, by, agreement=row.id, patient=row.patient_id)


def consents_of(session: Session, patient_id: UUID) -> tuple[ConsentToDisclose, ...]:
    """All of a patient's, whichever entry they were put on, the newest first."""
    rows = session.scalars(
        select(models.DisclosureConsent)
        .where(models.DisclosureConsent.patient_id.in_(entries_of(session, patient_id)))
        .order_by(models.DisclosureConsent.recorded_at.desc(), models.DisclosureConsent.id)
    )
    return tuple(_consent(session, row) for row in rows)


def keep_back(
    session: Session, patient_id: UUID, words: str, *, by: UUID, now: datetime
) -> Restriction:
    """Write down what a patient does not want passed on."""
    row = models.DisclosureRestriction(
        id=uuid4(), patient_id=patient_id, placed_by=by, placed_at=now
    )
    row.words = seal_json(session, _place(row), words)
    session.add(row)
    session.flush()
    record(session, now, Kind.RESTRICTION_PLACED, by, restriction=row.id, patient=patient_id)
    return _restriction(session, row)


def lift(
    session: Session, patient_id: UUID, restriction_id: UUID, *, by: UUID, now: datetime
) -> None:
    """Take a restriction off. Twice changes nothing.

    raises  NotThere for another patient's
    """
    row = _own(session, models.DisclosureRestriction, patient_id, restriction_id)
    if row.lifted_at is None:
        row.lifted_by, row.lifted_at = by, now
        session.flush()
        record(
            session, now, Kind.RESTRICTION_LIFTED, by, restriction=row.id, patient=row.patient_id
        )


def kept_back(session: Session, patient_id: UUID) -> tuple[Restriction, ...]:
    """What stands in the way of passing anything on, the oldest first."""
    rows = session.scalars(
        select(models.DisclosureRestriction)
        .where(models.DisclosureRestriction.patient_id.in_(entries_of(session, patient_id)))
        .where(models.DisclosureRestriction.lifted_at.is_(None))
        .order_by(models.DisclosureRestriction.placed_at, models.DisclosureRestriction.id)
    )
    return tuple(_restriction(session, row) for row in rows)


def allowed(session: Session, visit: Encounter, consent_id: UUID, *, day: date) -> Agreed:
    """The consent under which a copy of this visit may go out today.

    raises  KeptBack while a restriction stands; NoConsent for one that is not the patient's, was
            taken back, has run out or has not begun
    """
    if kept_back(session, visit.patient_id):
        raise KeptBack
    for one in consents_of(session, visit.patient_id):
        if one.id == consent_id and one.is_live(day):
            return one.agreed
    raise NoConsent


def note_copy(
    session: Session,
    visit: Encounter,
    consent_id: UUID,
    *,
    day: date,
    sha256: str,
    version: str,
    by: UUID,
    now: datetime,
) -> None:
    """Put a copy on the patient's account, before it leaves.

    sha256   of what went into it
    version  of the notice on it
    raises   KeptBack, NoConsent: since it was drawn somebody may have taken the consent back
    """
    allowed(session, visit, consent_id, day=day)
    session.add(
        models.Disclosure(
            patient_id=visit.patient_id, encounter_id=visit.id, consent_id=consent_id,
            input_sha256=sha256, notice_version=version, made_by=by, made_at=now,
        )
    )  # fmt: skip
    session.flush()
    record(
        session, now, Kind.OUTSIDE_COPY_MADE, by,
        encounter=visit.id, agreement=consent_id, sha256=sha256, version=version,
    )  # fmt: skip


def account_of(session: Session, patient_id: UUID) -> tuple[PassedOn, ...]:
    """Every copy of a patient's record that went out, the newest first."""
    rows = session.scalars(
        select(models.Disclosure)
        .where(models.Disclosure.patient_id.in_(entries_of(session, patient_id)))
        .order_by(models.Disclosure.made_at.desc(), models.Disclosure.id)
    )
    return tuple(
        PassedOn(row.encounter_id, row.consent_id, row.notice_version, row.made_by, row.made_at)
        for row in rows
    )


def _own(session: Session, table: type[_Row], patient_id: UUID, row_id: UUID) -> _Row:
    row = session.get(table, row_id)
    if row is None or row.patient_id not in entries_of(session, patient_id):
        raise NotThere("consent or restriction")
    return row


def _place(row: models.DisclosureConsent | models.DisclosureRestriction) -> Place:
    held = "document" if isinstance(row, models.DisclosureConsent) else "words"
    return Place(row.__tablename__, row.id, held, 1)


def _consent(session: Session, row: models.DisclosureConsent) -> ConsentToDisclose:
    told = cast(Mapping[str, str], unseal_json(session, _place(row), row.document))
    agreed = Agreed(
        recipient=told["recipient"],
        scope=told["scope"],
        purpose=told["purpose"],
        signed_by=told["signed_by"],
        signed_on=date.fromisoformat(told["signed_on"]),
        until=date.fromisoformat(told["until"]),
        revoking=told["revoking"],
    )
    return ConsentToDisclose(
        row.id, row.patient_id, agreed, row.recorded_by, row.recorded_at,
        row.revoked_by, row.revoked_at,
    )  # fmt: skip


def _restriction(session: Session, row: models.DisclosureRestriction) -> Restriction:
    words = cast(str, unseal_json(session, _place(row), row.words))
    return Restriction(row.id, words, row.placed_by, row.placed_at)
