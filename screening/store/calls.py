"""Calls: a finding of level now that asks for somebody at once, until a named person answers.

A call says where, never what: it is shown on every signed-in screen.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.audit import Kind, record
from screening.store.encounters import EncounterState
from screening.store.straight import Straight

CALLING = "now"  # the level that calls


@dataclass(frozen=True, slots=True)
class Call:
    """One visit in which somebody is needed now."""

    encounter_id: UUID
    since: datetime  # of the first finding that nobody has answered
    from_tablet: bool  # an answer of the patient's raised one; otherwise a clinician's rating did


def waiting(session: Session, site_id: UUID) -> tuple[Call, ...]:
    """Calls of a site that nobody has answered, the oldest first.

    An ended visit calls no more, unless what calls was typed in from paper after it ended.
    """
    since = func.min(models.RaisedFinding.raised_at).label("since")
    by_patient = func.max(case((models.Response.role == "patient", 1), else_=0)).label("by_patient")
    rows = session.execute(
        select(models.RaisedFinding.encounter_id, since, by_patient)
        .join(models.Encounter, models.Encounter.id == models.RaisedFinding.encounter_id)
        .join(models.Response, models.Response.id == models.RaisedFinding.response_id)
        .where(
            models.Encounter.site_id == site_id,
            _calls(),
            *_unanswered(),
        )
        .group_by(models.RaisedFinding.encounter_id)
        .order_by(since, models.RaisedFinding.encounter_id)
    )
    return tuple(Call(row.encounter_id, row.since, bool(row.by_patient)) for row in rows)


def is_any(session: Session, site_id: UUID) -> bool:
    """Whether a call of the site waits: the short question that every staff page begins with."""
    assert isinstance(session.bind, Engine)  # noqa: S101  as open_database makes them
    return _ANY.first(session.bind, site=site_id) is not None


def answer(session: Session, encounter_id: UUID, *, by: UUID, now: datetime) -> int:
    """Note who goes; a call that somebody answered before keeps that name.

    Returns how many findings were answered by this.
    """
    rows = session.scalars(_of(encounter_id)).all()
    for row in rows:
        row.answered_by, row.answered_at = by, now
    session.flush()
    for row in rows:
        record(session, now, Kind.CALL_ANSWERED, by, encounter=encounter_id, finding=row.id)
    return len(rows)


def _calls() -> ColumnElement[bool]:
    visit, found = models.Encounter, models.RaisedFinding
    from_paper = and_(
        visit.state == EncounterState.ENDED,
        found.raised_at > visit.ended_at,
        models.Response.role == "patient",
    )
    return or_(visit.state == EncounterState.OPEN, from_paper)


def _of(encounter_id: UUID) -> Select[models.RaisedFinding]:
    return (
        select(models.RaisedFinding)
        .where(models.RaisedFinding.encounter_id == encounter_id, *_unanswered())
        .order_by(models.RaisedFinding.raised_at, models.RaisedFinding.id)
    )


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    """Whoever marked the finding as seen has answered its call."""
    found = models.RaisedFinding
    return (found.level == CALLING, found.answered_by.is_(None), found.seen_by.is_(None))


_ANY = Straight(
    select(models.RaisedFinding.id)
    .join(models.Encounter, models.Encounter.id == models.RaisedFinding.encounter_id)
    .where(models.Encounter.site_id == bindparam("site"))
    .where(models.Encounter.state == EncounterState.OPEN, *_unanswered())
    .limit(1)
)
