"""What a tablet's page needs, in one read: the sitting, its visit, and where its drafts stand.

The answers are a second read, which a page only needs when they changed since the page before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Engine, String, bindparam, exists, func, literal_column, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.hand_over import SittingState
from screening.store.models import Draft, Encounter, Response, Site, Sitting
from screening.store.sealing import Place, unseal_json
from screening.store.sittings import BIRTH_TRIES, token_hash
from screening.store.straight import Straight

Document = Mapping[str, object]  # item id -> value, as in the contract


@dataclass(frozen=True, slots=True)
class KioskDraft:
    """One of the patient's responses in this visit that is not sent yet, without its answers."""

    response_id: UUID
    questionnaire_sha256: str
    save_number: int

    @property
    def mark(self) -> str:
        """What tells this state of this draft from every other."""
        return f"{self.response_id.hex}={self.save_number}"


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A live sitting with all that its pages are drawn from, but the answers."""

    sitting_id: UUID
    state: SittingState
    language: str
    last_seen_at: datetime
    birth_tries_left: int  # 0 to 3
    encounter_id: UUID
    patient_id: UUID
    site_id: UUID
    settings_version: int  # of the site
    packet_sha256: str
    started_at: datetime  # of the visit
    time_zone: str  # IANA name
    on_tablet: bool  # an enrolled one; a patient's own phone and a strange device are none
    rated: bool  # a clinician has begun to answer in this visit
    saves: frozenset[str]  # the marks of the patient's drafts


_OWN_DRAFTS = (
    select(
        func.aggregate_strings(
            sql_cast(Response.id, String)
            + literal_column("'='")
            + sql_cast(Draft.save_number, String),
            # As a text it would be written into the statement anew at every use.
            literal_column("','"),  # type: ignore[arg-type]
        )
    )
    .join(Draft, Draft.response_id == Response.id)
    .where(Response.encounter_id == Encounter.id, Response.role == "patient")
    .scalar_subquery()
)
_STATEMENT = (
    select(
        Sitting.id,
        Sitting.state,
        Sitting.language,
        Sitting.last_seen_at,
        Sitting.birth_tries,
        Sitting.tablet_id,
        Encounter.id.label("encounter_id"),
        Encounter.patient_id,
        Encounter.site_id,
        Site.settings_version,
        Encounter.packet_sha256,
        Encounter.started_at,
        Encounter.time_zone,
        _OWN_DRAFTS.label("saves"),
        exists()
        .where(Response.encounter_id == Encounter.id, Response.role == "clinician")
        .label("rated"),
    )
    .join(Encounter, Encounter.id == Sitting.encounter_id)
    .join(Site, Site.id == Encounter.site_id)
    .where(Sitting.token_hash == bindparam("mark"))
)


_LOOK = Straight(_STATEMENT)


def read(session: Session, token: str) -> Kiosk | None:
    """The sitting behind a tablet's token; None when there is none. Changes nothing."""
    found = token_hash(session, token)
    # Through the connection: plain rows need none of what the session does for objects.
    row = session.connection().execute(_STATEMENT, {"mark": found}).first()
    return None if row is None else _kiosk(row._mapping)


def look(session: Session, token: str) -> Kiosk | None:
    """The same beside the session's own transaction, for pages that only read."""
    assert isinstance(session.bind, Engine)  # noqa: S101  as open_database makes them
    row = _LOOK.first(session.bind, mark=token_hash(session, token))
    return None if row is None else _kiosk(row)


def _kiosk(row: Mapping[str, Any] | RowMapping) -> Kiosk:
    # PostgreSQL writes an id with hyphens, SQLite without.
    saves = frozenset((row["saves"] or "").replace("-", "").split(",")) - {""}
    return Kiosk(
        sitting_id=row["id"],
        state=SittingState(row["state"]),
        language=row["language"],
        last_seen_at=row["last_seen_at"],
        birth_tries_left=max(0, BIRTH_TRIES - row["birth_tries"]),
        encounter_id=row["encounter_id"],
        patient_id=row["patient_id"],
        site_id=row["site_id"],
        settings_version=row["settings_version"],
        packet_sha256=row["packet_sha256"],
        started_at=row["started_at"],
        time_zone=row["time_zone"],
        on_tablet=row["tablet_id"] is not None,
        rated=bool(row["rated"]),
        saves=saves,
    )


def open_drafts(session: Session, encounter_id: UUID) -> tuple[tuple[KioskDraft, Document], ...]:
    """The patient's drafts in a visit with the answers so far, the first begun first."""
    rows = session.execute(
        select(Response.id, Response.questionnaire_sha256, Draft.save_number, Draft.document)
        .join(Draft, Draft.response_id == Response.id)
        .where(Response.encounter_id == encounter_id, Response.role == "patient")
        .order_by(Response.started_at, Response.id)
    )
    return tuple(
        (
            KioskDraft(row.id, row.questionnaire_sha256, row.save_number),
            cast(Document, unseal_json(session, _place(row.id, row.save_number), row.document)),
        )
        for row in rows
    )


def _place(response_id: UUID, save_number: int) -> Place:
    return Place("draft", response_id, "document", save_number)
