"""Which visits are older than their site keeps them. Nothing is erased by being old."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.quick_dataclass import dataclass
from screening.store import erasing, legal_holds, models
from screening.store.encounters import EncounterState

YEARS = 10  # kept where a site has set nothing
FEWEST_YEARS = 6  # below this a site gives a reason


@dataclass(frozen=True, slots=True)
class Past:
    """The visits of one site that are past their time."""

    before: datetime  # they ended before this
    visits: tuple[UUID, ...]  # to be handed over, the oldest first
    under_hold: int  # how many are kept back by a legal hold
    unseen: int  # and by a finding that nobody has seen


def past(session: Session, site_id: UUID, years: int, *, now: datetime) -> Past:
    """What ended, or began without ever ending, more than so many years ago."""
    before = years_before(now, years)
    rows = session.execute(
        select(models.Encounter.id, models.Encounter.patient_id)
        .where(models.Encounter.site_id == site_id)
        .where(models.Encounter.state != EncounterState.ERASED)
        .where(func.coalesce(models.Encounter.ended_at, models.Encounter.started_at) < before)
        .order_by(models.Encounter.started_at, models.Encounter.id)
    ).all()
    owners = {row.patient_id for row in rows}
    held = {one for one in owners if legal_holds.held(session, [one])}
    free = [row.id for row in rows if row.patient_id not in held]
    unseen = {one for one in free if erasing.unseen_in(session, [one], RECORDED_LEVELS)}
    return Past(
        before=before,
        visits=tuple(one for one in free if one not in unseen),
        under_hold=len(rows) - len(free),
        unseen=len(unseen),
    )


def years_before(now: datetime, years: int) -> datetime:
    """The same day and time so many years earlier; for 29 February the day before."""
    year = now.year - years
    try:
        return now.replace(year=year)
    except ValueError:  # kept a day longer, not a day less
        return now.replace(year=year, day=28)
