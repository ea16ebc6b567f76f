"""What a tablet's page needs, in one read: the sitting, its visit, and the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from screening.store.models import Draft, Encounter, Response, Sitting
from screening.store.sealing import Place, unseal_json
from screening.store.sittings import BIRTH_TRIES, SittingState, token_hash

Document = Mapping[str, object]  # item id -> value, as in the contract


@dataclass(frozen=True, slots=True)
class KioskDraft:
    """One of the patient's responses in this visit, still shut."""

    response_id: UUID
    questionnaire_sha256: str
    save_number: int
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A live sitting with all that its pages are drawn from."""

    sitting_id: UUID
    state: SittingState
    last_seen_at: datetime
    birth_tries_left: int  # 0 to 3
    encounter_id: UUID
    packet_sha256: str
    started_at: datetime  # of the visit
    time_zone: str  # IANA name
    rated: bool  # a clinician has begun to answer in this visit
    drafts: tuple[KioskDraft, ...]  # the patient's, not sent yet


_STATEMENT = (
    select(
        Sitting.id,
        Sitting.state,
        Sitting.last_seen_at,
        Sitting.birth_tries,
        Encounter.id.label("encounter_id"),
        Encounter.packet_sha256,
        Encounter.started_at,
        Encounter.time_zone,
        Response.id.label("response_id"),
        Response.role,
        Response.questionnaire_sha256,
        Draft.save_number,
        Draft.document,
    )
    .join(Encounter, Encounter.id == Sitting.encounter_id)
    .outerjoin(Response, Response.encounter_id == Encounter.id)
    .outerjoin(Draft, Draft.response_id == Response.id)
    .where(Sitting.token_hash == bindparam("mark"))
    .order_by(Response.started_at, Response.id)
)


def read(session: Session, token: str) -> Kiosk | None:
    """The sitting behind a tablet's token; None when there is none. Changes nothing."""
    mark = token_hash(session, token)
    # Through the connection: plain rows need none of what the session does for objects.
    rows = session.connection().execute(_STATEMENT, {"mark": mark}).all()
    if not rows:
        return None
    first = rows[0]
    return Kiosk(
        sitting_id=first.id,
        state=SittingState(first.state),
        last_seen_at=first.last_seen_at,
        birth_tries_left=max(0, BIRTH_TRIES - first.birth_tries),
        encounter_id=first.encounter_id,
        packet_sha256=first.packet_sha256,
        started_at=first.started_at,
        time_zone=first.time_zone,
        rated=any(row.role == "clinician" for row in rows),
        drafts=tuple(
            KioskDraft(row.response_id, row.questionnaire_sha256, row.save_number, row.document)
            for row in rows
            if row.role == "patient" and row.document is not None
        ),
    )


def open_draft(session: Session, draft: KioskDraft) -> Document:
    """The answers of a draft."""
    place = Place("draft", draft.response_id, "document", draft.save_number)
    return cast(Document, unseal_json(session, place, draft.sealed))
