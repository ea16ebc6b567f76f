"""What the clinician has to look at today: one row for each visit, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.report.sections.scores import Card
from screening.report.summary import summarise
from screening.store import findings, responses, revisions, signatures
from screening.store.encounters import Encounter
from screening.store.patients import Patient
from screening.store.signatures import Signature
from screening.web.desk_list import Status, rows_of_day
from screening.web.parts import Parts
from screening.web.visits import load_record


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One visit."""

    visit: Encounter
    patient: Patient
    status: Status
    findings: str  # how many, and the most urgent deadline
    raised: bool
    unseen: bool  # one of them is urgent and nobody has marked it seen
    cards: tuple[Card, ...]
    rated: bool  # the clinician's share was sent, at least in part
    signature: Signature | None  # the newest one; it may have been overtaken


def rows_to_do(
    session: Session, site_id: UUID, day: date, held: Parts, *, now: datetime
) -> tuple[WorkRow, ...]:
    """Today's visits and those left open; urgent and unseen first, then by time."""
    rows = []
    found = rows_of_day(session, site_id, day, held, now=now)
    signed = signatures.newest_of(session, [row.visit.id for row in found])
    for row in found:
        record = load_record(
            session,
            row.visit,
            held.shelf,
            site_name=held.site_name,
            drafts=("patient",),
        )
        told = summarise(record, held.shelf.references)
        rows.append(
            WorkRow(
                visit=row.visit,
                patient=row.patient,
                status=row.status,
                findings=told.findings.heading if record.responses else "",
                raised=told.findings.raised,
                unseen=_unseen(session, row.visit.id),
                cards=tuple(card for card in told.scores if card.value or card.open),
                rated=_rated(session, row.visit.id),
                signature=signed.get(row.visit.id),
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.unseen, row.visit.started_at)))


def _unseen(session: Session, encounter_id: UUID) -> bool:
    return any(
        known.seen_by is None and known.level in RECORDED_LEVELS
        for known in findings.for_encounter(session, encounter_id)
    )


def _rated(session: Session, encounter_id: UUID) -> bool:
    return any(
        response.role == "clinician" and revisions.latest(session, response.id) is not None
        for response in responses.for_encounter(session, encounter_id)
    )
