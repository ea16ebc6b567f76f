"""What a patient sent at other visits: when, and in which of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.encounters import GONE
from screening.store.models import Encounter, Response, Revision


@dataclass(frozen=True, slots=True)
class SentBefore:
    """One response that was sent."""

    encounter_id: UUID
    visit_number: int
    questionnaire_id: str
    role: str  # who answered: patient or clinician
    sent_at: datetime  # revision 1: an amendment is no new answer


def sent_before(
    session: Session,
    encounter_id: UUID,
    questionnaire_ids: Collection[str],
    *,
    since: datetime,
) -> tuple[SentBefore, ...]:
    """What the patient of a visit sent at others, from a time on until it began; newest first.

    Nothing later: what a visit asks must not change while somebody answers it.
    """
    visit = session.get_one(Encounter, encounter_id)
    rows = session.execute(
        select(
            Response.encounter_id,
            Encounter.number,
            Response.questionnaire_id,
            Response.role,
            Revision.completed_at,
        )
        .join(Encounter, Encounter.id == Response.encounter_id)
        .join(Revision, Revision.response_id == Response.id)
        .where(Encounter.patient_id == visit.patient_id)
        .where(Encounter.state.not_in(GONE))
        .where(Response.questionnaire_id.in_(questionnaire_ids))
        .where(Revision.number == 1)
        .where(Revision.completed_at >= since, Revision.completed_at < visit.started_at)
        .order_by(Revision.completed_at.desc(), Response.id)
    )
    return tuple(SentBefore(*row) for row in rows)
