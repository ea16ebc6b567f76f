"""A form that is held: its patient was told to stop and tell the staff, who have not come yet.

The hold stands beside the state, so that it outlives a pause, another code and another tablet.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import calls, models
from screening.store.audit import Kind, record
from screening.store.hand_over import OVER, Event, SittingState, apply
from screening.store.sittings import row_of


def hold(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """An answer says that the patient is to tell the staff: nothing else is asked until they come.

    raises   NotThere, OutOfTurn
    """
    row = row_of(session, sitting_id)
    apply(row, Event.STOPPED)
    row.held_since = now
    session.flush()
    record(session, now, Kind.SITTING_HELD, None, sitting=row.id)


def let_go_on(session: Session, encounter_id: UUID, *, by: UUID, now: datetime) -> bool:
    """Staff have been there: the form goes on, and a call that nobody answered has their name.

    Returns whether the form was held; twice changes nothing.
    """
    rows = session.scalars(
        select(models.Sitting).where(
            models.Sitting.encounter_id == encounter_id,
            models.Sitting.held_since.is_not(None),
            models.Sitting.state.not_in(OVER),
        )
    ).all()
    for row in rows:
        row.held_since = None
        if row.state == SittingState.HELD:  # elsewhere it only goes on once it is on a tablet
            apply(row, Event.MAY_GO_ON)
        session.flush()
        record(session, now, Kind.SITTING_LET_GO_ON, by, sitting=row.id)
    if rows:
        calls.answer(session, encounter_id, by=by, now=now)
    return bool(rows)
