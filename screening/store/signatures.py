"""Signatures of visits: by whom, when, of exactly what. One that is overtaken stays readable."""

from collections.abc import Collection
from dataclasses import field
from datetime import datetime
from typing import TypedDict, cast
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.quick_dataclass import dataclass
from screening.store import findings, models, patients, revisions
from screening.store.audit import Kind, record
from screening.store.encounters import GONE
from screening.store.errors import EncounterEnded, NothingToSign, NotSeen, NotThere, StaleVisit
from screening.store.sealing import Place, seal_json, unseal_json
from screening.store.visit_states import State, mark_of, state_of, states_of


class _Document(TypedDict):
    name: str
    revisions: list[tuple[str, int, str]]  # response id, number, SHA-256 of the answers
    findings: list[tuple[str, int]]  # finding id, changes
    note: int


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature."""

    id: UUID
    encounter_id: UUID
    number: int  # the visit's first is 1
    account_id: UUID
    name: str = field(repr=False)  # as it was when the visit was signed
    signed_at: datetime
    revisions: tuple[tuple[UUID, int], ...]  # response, revision number
    findings: tuple[tuple[UUID, int], ...]
    note: int  # version; 0: none
    mark: str  # of all of it, 64 hex digits
    stands: bool  # False: the visit is another by now, and needs signing anew


def sign(
    session: Session,
    encounter_id: UUID,
    *,
    shown: State,
    shown_number: int,
    by: UUID,
    name: str,
    now: datetime,
) -> Signature:
    """Sign the visit as it was shown. The same page sent twice gives the same signature.

    shown         the state that the page was made of
    shown_number  number of the newest signature that the page knew; 0: none
    name          of whoever signs, as it is to be printed
    raises        StaleVisit where the visit is another by now, or was signed by somebody else;
                  NotSeen while a finding of level now or before leaving is; NothingToSign;
                  NotThere; EncounterEnded for a void or erased visit
    """
    encounter = session.get(models.Encounter, encounter_id)
    state = state_of(session, encounter_id)
    if encounter is None or state is None:
        raise NotThere("visit")
    if encounter.state in GONE:
        raise EncounterEnded
    known = newest(session, encounter_id)
    if known is not None and known.stands and known.account_id == by and shown == state:
        return known
    if shown != state or shown_number != (known.number if known else 0):
        raise StaleVisit
    if not state.revisions:
        raise NothingToSign
    if _unseen(session, encounter_id):
        raise NotSeen
    return _add(session, encounter_id, state, shown_number + 1, by=by, name=name, now=now)


def newest(session: Session, encounter_id: UUID) -> Signature | None:
    """The last signature of a visit, whether it stands or not; None where nobody signed."""
    return newest_of(session, [encounter_id]).get(encounter_id)


def newest_of(session: Session, encounter_ids: Collection[UUID]) -> dict[UUID, Signature]:
    """The last signatures of many visits; no query more for more of them."""
    rows = session.scalars(
        select(models.Signature)
        .where(models.Signature.encounter_id.in_(encounter_ids))
        .order_by(models.Signature.number)
    )
    last = {row.encounter_id: row for row in rows}
    states = states_of(session, list(last)) if last else {}
    return {visit_id: _value(session, row, states.get(visit_id)) for visit_id, row in last.items()}


def history(session: Session, encounter_id: UUID) -> tuple[Signature, ...]:
    """All signatures of a visit, the first one first."""
    rows = session.scalars(
        select(models.Signature)
        .where(models.Signature.encounter_id == encounter_id)
        .order_by(models.Signature.number)
    )
    state = state_of(session, encounter_id)
    return tuple(_value(session, row, state) for row in rows)


def _unseen(session: Session, encounter_id: UUID) -> bool:
    return any(
        known.level in RECORDED_LEVELS and known.seen_by is None
        for known in findings.for_encounter(session, encounter_id)
    )


def _add(
    session: Session,
    encounter_id: UUID,
    state: State,
    number: int,
    *,
    by: UUID,
    name: str,
    now: datetime,
) -> Signature:
    row = models.Signature(
        id=uuid4(),
        encounter_id=encounter_id,
        number=number,
        patient_id=state.patient_id,
        account_id=by,
        signed_at=now,
        state_mark=mark_of(session, state, state.patient_id),
    )
    document: _Document = {
        "name": name,
        "revisions": [
            (response_id.hex, at, revisions.get(session, response_id, at).sha256)
            for response_id, at in state.revisions
        ],
        "findings": [(finding_id.hex, changes) for finding_id, changes in state.findings],
        "note": state.note,
    }
    row.document = seal_json(session, _place(row), document)
    session.add(row)
    session.flush()
    record(
        session, now, Kind.VISIT_SIGNED, by,
        encounter=encounter_id, signature=number, mark=row.state_mark,
    )  # fmt: skip
    return _value(session, row, state)


def _value(session: Session, row: models.Signature, state: State | None) -> Signature:
    document = cast(_Document, unseal_json(session, _place(row), row.document))
    return Signature(
        id=row.id,
        encounter_id=row.encounter_id,
        number=row.number,
        account_id=row.account_id,
        name=document["name"],
        signed_at=row.signed_at,
        revisions=tuple((UUID(hex=one), at) for one, at, _ in document["revisions"]),
        findings=tuple((UUID(hex=one), changes) for one, changes in document["findings"]),
        note=document["note"],
        mark=row.state_mark,
        stands=state is not None and _stands(session, row, state),
    )


def _stands(session: Session, row: models.Signature, state: State) -> bool:
    """Whether the visit is still what was signed, and still that person's."""
    if row.patient_id != state.patient_id:
        signed_for = patients.standing(session, patients.get(session, row.patient_id))
        if signed_for.id != state.patient_id:
            return False
    return row.state_mark == mark_of(session, state, row.patient_id)


def _place(row: models.Signature) -> Place:
    # Bound to the visit, not to its own id: put beside another visit, it stays shut.
    return Place("signature", row.encounter_id, "document", row.number)
