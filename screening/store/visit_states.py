"""What a visit holds at one moment, by numbers alone: what a signature is a signature of.

Two states are equal when no answer was sent, amended or noted and no urgent finding was raised or
changed between them. Drafts are in none: what was not sent is not signed.
"""

from collections.abc import Collection, Iterable
from dataclasses import field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.sealing import canonical, keyed, keys_of


@dataclass(frozen=True, slots=True)
class State:
    """What stands in one visit."""

    patient_id: UUID
    revisions: tuple[tuple[UUID, int], ...]  # response, number of its newest revision
    findings: tuple[tuple[UUID, int], ...]  # urgent finding, how often its answers changed
    note: int  # number of the newest version; 0: none
    marks: tuple[str, ...] = field(default=(), repr=False, compare=False)  # of the revisions


def state_of(session: Session, encounter_id: UUID) -> State | None:
    """The state of one visit; None where there is no such visit."""
    return states_of(session, [encounter_id]).get(encounter_id)


def states_of(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, State]:
    """The states of many visits, in four queries however many they are."""
    revisions = _revisions(session, encounter_ids)
    findings = _urgent_findings(session, encounter_ids)
    notes = _notes(session, encounter_ids)
    visits = session.execute(
        select(models.Encounter.id, models.Encounter.patient_id).where(
            models.Encounter.id.in_(encounter_ids)
        )
    )
    return {
        visit_id: _state(
            patient_id,
            revisions.get(visit_id, []),
            findings.get(visit_id, []),
            next((number for (number,) in notes.get(visit_id, [])), 0),
        )
        for visit_id, patient_id in visits
    }


def mark_of(session: Session, state: State, patient_id: UUID) -> str:
    """HMAC over a state that was read from the store, 64 hex digits.

    patient_id   whose visit it counts as: an entry that was merged is the same person
    """
    told = {
        "patient": patient_id.hex,
        "revisions": [
            [response_id.hex, number, mark]
            for (response_id, number), mark in zip(state.revisions, state.marks, strict=True)
        ],
        "findings": [[finding_id.hex, changes] for finding_id, changes in state.findings],
        "note": state.note,
    }
    return keyed(keys_of(session).search, "signature", canonical(told).decode())


def _revisions(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    return _by_visit(
        session.execute(
            select(
                models.Response.encounter_id,
                models.Revision.response_id,
                models.Revision.number,
                models.Revision.document_mark,
            )
            .join(models.Response, models.Response.id == models.Revision.response_id)
            .where(models.Response.encounter_id.in_(encounter_ids))
            .order_by(models.Revision.response_id, models.Revision.number)
        )
    )


def _urgent_findings(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    return _by_visit(
        session.execute(
            select(
                models.RaisedFinding.encounter_id,
                models.RaisedFinding.id,
                models.RaisedFinding.change_count,
            )
            .where(models.RaisedFinding.encounter_id.in_(encounter_ids))
            .where(models.RaisedFinding.level.in_(RECORDED_LEVELS))
            .order_by(models.RaisedFinding.id)
        )
    )


def _notes(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    return _by_visit(
        session.execute(
            select(models.Note.encounter_id, func.max(models.Note.number))
            .where(models.Note.encounter_id.in_(encounter_ids))
            .group_by(models.Note.encounter_id)
        )
    )


def _by_visit(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for visit_id, *rest in rows:
        found.setdefault(visit_id, []).append(tuple(rest))
    return found


def _state(
    patient_id: UUID,
    revisions: list[tuple[UUID, int, str]],
    findings: list[tuple[UUID, int]],
    note: int,
) -> State:
    newest = {response_id: (number, mark) for response_id, number, mark in revisions}
    return State(
        patient_id=patient_id,
        revisions=tuple((response_id, number) for response_id, (number, _) in newest.items()),
        findings=tuple(findings),
        note=note,
        marks=tuple(mark for _, mark in newest.values()),
    )
