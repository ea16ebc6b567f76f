"""What a day did not bring to an end: sittings that nobody sent are closed, and kept.

Only a draft in which nothing was ever answered is deleted, with its response.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.audit import Kind, record
from screening.store.hand_over import OVER, Event, apply
from screening.store.models import Draft, RaisedFinding, Response, Sitting

AT_MOST = timedelta(hours=24)  # since somebody was last at the sitting


@dataclass(frozen=True, slots=True)
class Closed:
    """How much was closed."""

    sittings: int
    drafts: int  # empty ones, deleted


def close_unsent(session: Session, *, now: datetime) -> Closed:
    """Close every sitting that was left unsent for a day. Nothing to do is fine."""
    rows = session.scalars(
        select(Sitting)
        .where(Sitting.state.not_in(OVER), Sitting.last_seen_at <= now - AT_MOST)
        .order_by(Sitting.last_seen_at, Sitting.id)
    ).all()
    drafts = 0
    for row in rows:
        apply(row, Event.DAY_OVER)
        row.finished_at = now
        session.flush()
        record(session, now, Kind.SITTING_CLOSED, None, sitting=row.id)
        drafts += _delete_empty(session, row.encounter_id, now)
    return Closed(len(rows), drafts)


def _delete_empty(session: Session, encounter_id: UUID, now: datetime) -> int:
    """Save number 0 means that no answer was ever kept, a declined one included."""
    empty = session.scalars(
        select(Response.id)
        .join(Draft, Draft.response_id == Response.id)
        .where(Response.encounter_id == encounter_id, Response.role == "patient")
        .where(Draft.save_number == 0)
        # A finding may rest on answers of other questionnaires; it outlives everything.
        .where(~exists().where(RaisedFinding.response_id == Response.id))
        .order_by(Response.id)
    ).all()
    for response_id in empty:
        session.execute(delete(Draft).where(Draft.response_id == response_id))
        session.execute(delete(Response).where(Response.id == response_id))
        record(session, now, Kind.DRAFT_DELETED, None, response=response_id)
    return len(empty)
