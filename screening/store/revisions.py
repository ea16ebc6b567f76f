"""Revisions: what was sent, and each amendment of it. Added, never changed."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import form_keys, models
from screening.store.audit import Kind, record
from screening.store.encounters import GONE
from screening.store.errors import (
    EncounterEnded,
    NothingSent,
    NotThere,
    OtherContent,
    SealBroken,
    StaleForm,
)
from screening.store.sealing import (
    Place,
    canonical,
    fingerprint,
    keyed,
    keys_of,
    seal_json,
    unseal_json,
)


@dataclass(frozen=True, slots=True)
class Revision:
    """One finished state of a response."""

    response_id: UUID
    number: int  # 1 is what was sent
    document: Mapping[str, object] = field(repr=False)
    sha256: str = field(repr=False)  # of the document's canonical JSON
    reason: str | None = field(repr=False)  # None for revision 1
    author_id: UUID | None  # account; None: the patient
    completed_at: datetime
    language: str | None  # in which a patient sent it, BCP 47


def add(
    session: Session,
    response_id: UUID,
    number: int,
    document: Mapping[str, object],
    *,
    reason: str | None,
    by: UUID | None,
    now: datetime,
    language: str | None = None,
) -> Revision:
    """Append a revision; the caller holds the response's row."""
    row = models.Revision(
        id=uuid4(),
        response_id=response_id,
        number=number,
        author_id=by,
        completed_at=now,
        language=language,
    )
    row.document = seal_json(session, _place(row, "document"), document)
    row.document_mark = _mark(session, document)
    if reason is not None:
        row.reason = seal_json(session, _place(row, "reason"), reason)
    session.add(row)
    session.flush()
    return value_of(session, row)


def amend(
    session: Session,
    response_id: UUID,
    document: Mapping[str, object],
    *,
    reason: str,
    shown_revision: int,
    form_key: str,
    by: UUID,
    now: datetime,
) -> Revision:
    """Put a sent response right by a further revision; the earlier ones stay.

    raises   StaleForm with the newest revision's answers, also when a page comes again with
             something else in it; NothingSent, NotThere, FormKeyReused,
             EncounterEnded for a void or erased visit
    """
    response = session.get(models.Response, response_id)
    if response is None:
        raise NotThere("response")
    typed = [document, reason]
    try:
        done = form_keys.number_of(session, form_key, "amend", response_id, typed)
    except OtherContent:
        raise _stale(session, response_id) from None
    if done is not None:
        return get(session, response_id, done)
    encounter = session.get_one(models.Encounter, response.encounter_id)
    if encounter.state in GONE:
        raise EncounterEnded
    newest = latest(session, response_id)
    if newest is None:
        raise NothingSent
    if newest.number != shown_revision:
        raise _stale(session, response_id)
    number = newest.number + 1
    kept = newest.language  # the patient read what they read, whoever puts it right
    revision = add(
        session, response_id, number, document, reason=reason, by=by, now=now, language=kept
    )
    form_keys.remember(session, form_key, "amend", response_id, number, typed, now=now)
    record(session, now, Kind.RESPONSE_AMENDED, by, response=response_id, revision=number)
    return revision


def _stale(session: Session, response_id: UUID) -> StaleForm:
    newest = latest(session, response_id)
    assert newest is not None  # noqa: S101  the callers have looked
    return StaleForm(newest.number, newest.document)


def latest(session: Session, response_id: UUID) -> Revision | None:
    """The revision that counts; None while nothing was sent."""
    row = session.scalar(
        select(models.Revision)
        .where(models.Revision.response_id == response_id)
        .order_by(models.Revision.number.desc())
        .limit(1)
    )
    return value_of(session, row) if row else None


def get(session: Session, response_id: UUID, number: int) -> Revision:
    """One revision.

    raises   NotThere
    """
    row = session.scalar(
        select(models.Revision)
        .where(models.Revision.response_id == response_id)
        .where(models.Revision.number == number)
    )
    if row is None:
        raise NotThere("revision")
    return value_of(session, row)


def history(session: Session, response_id: UUID) -> tuple[Revision, ...]:
    """All revisions, the first one first."""
    rows = session.scalars(
        select(models.Revision)
        .where(models.Revision.response_id == response_id)
        .order_by(models.Revision.number)
    )
    return tuple(value_of(session, row) for row in rows)


def _mark(session: Session, document: object) -> str:
    return keyed(keys_of(session).search, "revision", canonical(document).decode())


def value_of(session: Session, row: models.Revision) -> Revision:
    """The row as the value that may leave the store.

    raises   SealBroken
    """
    document = unseal_json(session, _place(row, "document"), row.document)
    if row.document_mark != _mark(session, document):
        raise SealBroken("revision", "document_mark")
    reason = unseal_json(session, _place(row, "reason"), row.reason) if row.reason else None
    return Revision(
        response_id=row.response_id,
        number=row.number,
        document=cast(Mapping[str, object], document),
        sha256=fingerprint(document),
        reason=cast(str | None, reason),
        author_id=row.author_id,
        completed_at=row.completed_at,
        language=row.language,
    )


def _place(row: models.Revision, field_name: str) -> Place:
    # Bound to the response, not to its own id: given to another patient, it stays shut.
    return Place("revision", row.response_id, field_name, row.number)
