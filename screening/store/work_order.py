"""Which visits a clinician has to look at, in which order, and how many there are of each kind.

Sorted by what stands in clear: times, states, levels of findings, who has seen and signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from screening.store.encounters import GONE, EncounterState
from screening.store.models import (
    Encounter,
    Note,
    Patient,
    RaisedFinding,
    Response,
    Revision,
    Signature,
)
from screening.store.responses import ResponseState

TOP = {"now": 2, "before_leaving": 1}  # levels that go before the rest, and by how much


class Show(StrEnum):
    """Which visits."""

    OPEN = "open"  # of today or not ended; and older ones with a top finding nobody has seen
    URGENT = "urgent"  # with a top finding that nobody has seen
    TO_REVIEW = "to-review"  # something was sent, and nobody has signed it as it stands
    REVIEWED = "reviewed"
    ALL = "all"


def count(session: Session, site_id: UUID, day: date, *, time_zone: str) -> Mapping[Show, int]:
    """How many visits each kind has. One statement."""
    listed = _listed(site_id).c
    sums = [func.sum(case((_shown(listed, show, day, time_zone), 1), else_=0)) for show in Show]
    row = session.execute(select(*sums)).one()
    return {show: number or 0 for show, number in zip(Show, row, strict=True)}


def page(
    session: Session,
    site_id: UUID,
    show: Show,
    day: date,
    *,
    time_zone: str,
    skip: int,
    at_most: int,
) -> tuple[UUID, ...]:
    """Visits of one kind.

    Those with a top finding that nobody has seen come first, then those not reviewed with a top
    finding, then those not reviewed, the longest waiting first; then the reviewed, newest first.
    """
    listed = _listed(site_id).c
    rank = case(
        (listed.unseen > 0, -listed.unseen),
        (listed.reviewed, 3),
        (listed.top > 0, 1),
        else_=2,
    )
    waiting = case((rank < 3, listed.started_at))
    rows = session.scalars(
        select(listed.id)
        .where(_shown(listed, show, day, time_zone))
        .order_by(rank, waiting, listed.started_at.desc(), listed.id)
        .offset(skip)
        .limit(at_most)
    )
    return tuple(rows)


def _listed(site_id: UUID) -> Subquery:
    """Every visit of the site that counts, with what the order rests on."""
    found = (
        select(
            RaisedFinding.encounter_id,
            func.max(case(TOP, value=RaisedFinding.level)).label("top"),
            func.max(
                case((RaisedFinding.seen_by.is_(None), case(TOP, value=RaisedFinding.level)))
            ).label("unseen"),
        )
        .where(RaisedFinding.level.in_(TOP))
        .group_by(RaisedFinding.encounter_id)
        .subquery()
    )
    return (
        select(
            Encounter.id,
            Encounter.state,
            Encounter.started_at,
            func.coalesce(found.c.top, 0).label("top"),
            func.coalesce(found.c.unseen, 0).label("unseen"),
            _stands().label("reviewed"),
            exists()
            .where(Response.encounter_id == Encounter.id, Response.state == ResponseState.SENT)
            .label("sent"),
        )
        .outerjoin(found, found.c.encounter_id == Encounter.id)
        .where(Encounter.site_id == site_id, Encounter.state.not_in(GONE))
        .subquery()
    )


def _stands() -> ColumnElement[bool]:
    """Whether somebody signed the visit and nothing came after that, as signatures.newest_of tells.

    Times are enough to sort by: the mark of what was signed is looked at for the rows shown.
    """
    at = Signature.signed_at
    return exists().where(
        Signature.encounter_id == Encounter.id,
        or_(
            Signature.patient_id == Encounter.patient_id,
            exists().where(
                Patient.id == Signature.patient_id, Patient.merged_into == Encounter.patient_id
            ),
        ),
        ~exists().where(
            Response.encounter_id == Encounter.id,
            Revision.response_id == Response.id,
            Revision.completed_at > at,
        ),
        ~exists().where(
            RaisedFinding.encounter_id == Encounter.id,
            or_(RaisedFinding.raised_at > at, RaisedFinding.changed_at > at),
        ),
        ~exists().where(Note.encounter_id == Encounter.id, Note.written_at > at),
    )


def _shown(visit: Any, show: Show, day: date, time_zone: str) -> ColumnElement[bool]:
    zone = ZoneInfo(time_zone)
    # The next midnight, not 24 hours: days on which clocks change have 23 or 25.
    begins = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    match show:
        case Show.OPEN:
            today = and_(visit.started_at >= begins, visit.started_at < ends)
            return or_(today, visit.state == EncounterState.OPEN, visit.unseen > 0)
        case Show.URGENT:
            return and_(visit.unseen > 0)
        case Show.TO_REVIEW:
            return and_(visit.sent, ~visit.reviewed)
        case Show.REVIEWED:
            return and_(visit.reviewed)
    return and_(true())
