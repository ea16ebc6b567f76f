"""Consent as a record: which text, in which language, when, and whether the patient agreed.

The text itself is kept as well, once by its checksum: the clinic's file may be another one by then.
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
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
    session: Session,
    sitting_id: UUID,
    text: ConsentText,
    *,
    document: bytes,
    agreed: bool,
    now: datetime,
) -> Consent:
    """Keep the answer and lead the sitting on: to the questions, or off the tablet.

    document   the clinic's file that holds the text
    raises     NotThere, OutOfTurn when the sitting is not at its consent
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
    _keep_wording(session, text, document)
    session.flush()
    kind = Kind.CONSENT_GIVEN if agreed else Kind.CONSENT_REFUSED
    record(session, now, kind, None, sitting=row.id, consent=kept.id)
    return _value(kept)


def of_encounter(session: Session, encounter_id: UUID) -> tuple[Consent, ...]:
    """Every answer of a visit, the first one first."""
    rows = session.scalars(
        select(models.Consent)
        .where(models.Consent.encounter_id == encounter_id)
        .order_by(models.Consent.at, models.Consent.id.desc())
    )
    return tuple(_value(row) for row in rows)


def wording(session: Session, text: ConsentText) -> bytes | None:
    """The file that held the text; None where it was answered before files were kept."""
    row = session.get(models.ConsentWording, text.sha256)
    return row.document if row else None


def newest(session: Session, encounter_id: UUID) -> Consent | None:
    """The last answer of a visit; None where nobody was asked."""
    row = session.scalar(
        select(models.Consent)
        .where(models.Consent.encounter_id == encounter_id)
        .order_by(models.Consent.at.desc(), models.Consent.id)
        .limit(1)
    )
    return _value(row) if row else None


def _keep_wording(session: Session, text: ConsentText, document: bytes) -> None:
    assert sha256(document).hexdigest() == text.sha256  # noqa: S101  else a slip of ours
    if session.get(models.ConsentWording, text.sha256) is None:
        session.add(models.ConsentWording(sha256=text.sha256, document=document))


def _value(row: models.Consent) -> Consent:
    text = ConsentText(row.text_version, row.text_sha256, row.language)
    return Consent(text, row.agreed, row.at)
