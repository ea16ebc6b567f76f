"""Consent as a record: which text, in which language, when, and whether the patient agreed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import models
from screening.store.audit import Kind, record
from screening.store.hand_over import Event, apply, pass_consent
from screening.store.sittings import row_of


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What was shown."""

    version: str
    sha256: str  # of the clinic's file, 64 hex digits
    language: str


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to it."""

    text: ConsentText
    agreed: bool
    at: datetime


def answer(
    session: Session, sitting_id: UUID, text: ConsentText, *, agreed: bool, now: datetime
) -> Consent:
    """Keep the answer and lead the sitting on: to the questions, or off the tablet.

    raises   NotThere, OutOfTurn when the sitting is not at its consent
    """
    row = row_of(session, sitting_id)
    if agreed:
        pass_consent(row)
    else:
        apply(row, Event.CONSENT_REFUSED)
    kept = models.Consent(
        encounter_id=row.encounter_id,
        sitting_id=row.id,
        text_version=text.version,
        text_sha256=text.sha256,
        language=text.language,
        agreed=agreed,
        at=now,
    )
    session.add(kept)
    session.flush()
    kind = Kind.CONSENT_GIVEN if agreed else Kind.CONSENT_REFUSED
    record(session, now, kind, None, sitting=row.id, consent=kept.id)
    return _value(kept)


def newest(session: Session, encounter_id: UUID) -> Consent | None:
    """The last answer of a visit; None where nobody was asked."""
    row = session.scalar(
        select(models.Consent)
        .where(models.Consent.encounter_id == encounter_id)
        .order_by(models.Consent.at.desc(), models.Consent.id)
        .limit(1)
    )
    return _value(row) if row else None


def _value(row: models.Consent) -> Consent:
    text = ConsentText(row.text_version, row.text_sha256, row.language)
    return Consent(text, row.agreed, row.at)
