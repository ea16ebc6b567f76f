"""Sent answers of one questionnaire, a bundle of visits at a time, to be counted and let go again.

No name is opened. Each bundle is a transaction of its own, so that a long count holds nobody up.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.encounters import GONE
from screening.store.errors import SealBroken
from screening.store.revisions import value_of

BUNDLE = 100  # visits


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response as it counts: its newest revision."""

    questionnaire_id: str
    questionnaire_sha256: str
    role: Literal["patient", "clinician"]
    document: Mapping[str, object] = field(repr=False)
    completed_at: datetime  # of revision 1
    amended_at: datetime | None  # of the newest one, where that is a later one


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """What was sent at one visit, and when it was."""

    number: int
    started_at: datetime
    time_zone: str  # IANA name
    responses: tuple[StoredResponse, ...] | None  # None: something of it does not open


def count_visits(session: Session, questionnaire_id: str) -> int:
    """In how many visits a questionnaire was sent, void ones left out."""
    return (
        session.scalar(
            select(func.count()).select_from(_ids(questionnaire_id).order_by(None).subquery())
        )
        or 0
    )


def visits(
    session: Session, questionnaire_id: str, *, beside: Collection[str] = ()
) -> Iterator[StoredVisit]:
    """The visits in which a questionnaire was sent, in any version of it, the newest first.

    session   one that reads; it is rolled back between bundles
    beside    ids of other questionnaires whose answers are wanted too
    """
    ids = list(session.scalars(_ids(questionnaire_id)))
    for at in range(0, len(ids), BUNDLE):
        session.rollback()
        yield from _bundle(session, ids[at : at + BUNDLE], questionnaire_id, beside)


def _ids(questionnaire_id: str) -> Select[UUID]:
    sent = (
        select(models.Response.encounter_id)
        .where(models.Response.questionnaire_id == questionnaire_id)
        .where(models.Response.state == "sent")
    )
    return (
        select(models.Encounter.id)
        .where(models.Encounter.id.in_(sent))
        .where(models.Encounter.state.not_in(GONE))
        .order_by(models.Encounter.started_at.desc(), models.Encounter.id)
    )


def _bundle(
    session: Session, ids: Sequence[UUID], questionnaire_id: str, beside: Collection[str]
) -> Iterator[StoredVisit]:
    found = (
        select(models.Response)
        .where(models.Response.encounter_id.in_(ids), models.Response.state == "sent")
        .where(models.Response.questionnaire_id.in_({questionnaire_id, *beside}))
    )
    responses = session.scalars(
        found.order_by(models.Response.started_at, models.Response.id)
    ).all()
    revisions: dict[UUID, list[models.Revision]] = {}
    for revision in session.scalars(
        select(models.Revision)
        .where(models.Revision.response_id.in_([one.id for one in responses]))
        .order_by(models.Revision.number)
    ):
        revisions.setdefault(revision.response_id, []).append(revision)
    of_visit: dict[UUID, list[models.Response]] = {}
    for response in responses:
        of_visit.setdefault(response.encounter_id, []).append(response)
    # Whatever was erased or made void since the count began is left out, as if it had been before.
    rows = session.scalars(
        select(models.Encounter).where(
            models.Encounter.id.in_(ids), models.Encounter.state.not_in(GONE)
        )
    )
    known = {row.id: row for row in rows}
    for visit in (known[encounter_id] for encounter_id in ids if encounter_id in known):
        try:
            held = tuple(_stored(session, one, revisions[one.id]) for one in of_visit[visit.id])
        except SealBroken:
            held = None
        yield StoredVisit(visit.number, visit.started_at, visit.time_zone, held)


def _stored(
    session: Session, response: models.Response, revisions: Sequence[models.Revision]
) -> StoredResponse:
    """raises   SealBroken"""
    first, newest = revisions[0], revisions[-1]
    return StoredResponse(
        questionnaire_id=response.questionnaire_id,
        questionnaire_sha256=response.questionnaire_sha256,
        role=cast(Literal["patient", "clinician"], response.role),
        document=value_of(session, newest).document,
        completed_at=first.completed_at,
        amended_at=newest.completed_at if newest is not first else None,
    )
