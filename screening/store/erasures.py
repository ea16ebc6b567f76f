"""Erasures: asked for by one person, carried out by another, told without a word of anybody."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.core.levels import RECORDED_LEVELS
from screening.quick_dataclass import dataclass
from screening.store import erasing, legal_holds, models, patients
from screening.store.audit import Kind, record
from screening.store.encounters import EncounterState
from screening.store.errors import NotThere, SecondPerson, UnderHold, UnseenHere
from screening.store.sealing import canonical


class Scope(StrEnum):
    """How much is to be erased."""

    VISIT = "visit"
    PATIENT = "patient"
    PAST_RETENTION = "past_retention"  # visits that are older than the site keeps them


class Ground(StrEnum):
    """Why. Chosen from a list: what is typed might name somebody, and this is kept for ever."""

    ASKED_BY_PATIENT = "asked_by_patient"
    WRONG_ENTRY = "wrong_entry"
    ORDERED = "ordered"  # by a court or an authority
    RETENTION_OVER = "retention_over"


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request and what became of it."""

    id: UUID
    scope: Scope
    ground: Ground
    state: State
    targets: tuple[UUID, ...]  # visits; of the scope "patient" the patient
    asked_by: UUID
    asked_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    counts: Mapping[str, int]  # kind of record, as in erasing.KINDS -> how many were erased


def ask(
    session: Session,
    site_id: UUID,
    scope: Scope,
    targets: Collection[UUID],
    ground: Ground,
    *,
    by: UUID,
    now: datetime,
) -> Erasure:
    """Hand an erasure to a second person; nothing is erased yet. The same again changes nothing.

    targets  visits of this site; of the scope "patient" the one patient
    raises   NotThere; UnderHold; UnseenHere while a finding calls for somebody
    """
    _look(session, site_id, scope, targets)
    known = [one for one in _open(session, site_id) if set(one.targets) == set(targets)]
    if known:
        return known[0]
    row = models.Erasure(
        id=uuid4(), site_id=site_id, scope=scope, ground=ground, state=State.ASKED,
        asked_by=by, asked_at=now, counts="{}",
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(models.ErasureTarget(erasure_id=row.id, record_id=one) for one in targets)
    session.flush()
    record(session, now, Kind.ERASURE_ASKED, by, erasure=row.id, scope=scope, records=len(targets))
    return _value(session, row)


def withdraw(
    session: Session, erasure_id: UUID, *, site_id: UUID, by: UUID, now: datetime
) -> Erasure:
    """Let a request go; what was decided stays decided.

    raises   NotThere
    """
    row = _row(session, erasure_id, site_id)
    if row.state == State.ASKED:
        _decide(row, State.WITHDRAWN, by, now)
        session.flush()
        record(session, now, Kind.ERASURE_WITHDRAWN, by, erasure=row.id)
    return _value(session, row)


def carry_out(
    session: Session, erasure_id: UUID, *, site_id: UUID, by: UUID, now: datetime
) -> Erasure:
    """Erase what was asked for. What was decided before stays decided.

    raises   NotThere; SecondPerson for whoever asked; UnderHold; UnseenHere
    """
    row = _row(session, erasure_id, site_id)
    if row.state != State.ASKED:
        return _value(session, row)
    if row.asked_by == by:
        raise SecondPerson
    there = _there(session, site_id, Scope(row.scope), _targets(session, row.id))
    _look(session, site_id, Scope(row.scope), there)
    counted: Counter[str] = Counter()
    for one in there:
        erase = erasing.erase_patient if row.scope == Scope.PATIENT else erasing.erase_visit
        counted += erase(session, one, row.id, by=by, now=now)
    _decide(row, State.DONE, by, now)
    row.counts = canonical({kind: number for kind, number in counted.items() if number}).decode()
    session.flush()
    record(
        session, now, Kind.ERASURE_CARRIED_OUT, by,
        erasure=row.id, scope=row.scope, records=counted.total(),
    )  # fmt: skip
    return _value(session, row)


def get(session: Session, erasure_id: UUID, *, site_id: UUID) -> Erasure:
    """One request of this site.

    raises   NotThere
    """
    return _value(session, _row(session, erasure_id, site_id))


def of_site(session: Session, site_id: UUID) -> tuple[Erasure, ...]:
    """Every request of a site, the newest first."""
    rows = session.scalars(
        select(models.Erasure)
        .where(models.Erasure.site_id == site_id)
        .order_by(models.Erasure.asked_at.desc(), models.Erasure.id)
    )
    return tuple(_value(session, row) for row in rows)


def _look(session: Session, site_id: UUID, scope: Scope, targets: Collection[UUID]) -> None:
    if len(_there(session, site_id, scope, targets)) != len(targets):
        raise NotThere("record")
    visits, owners = list(targets), list(targets)
    if scope == Scope.PATIENT:
        entries = erasing.entries_of(session, owners[0]) if owners else ()
        of_patient = models.Encounter.patient_id.in_(entries)
        visits = list(session.scalars(select(models.Encounter.id).where(of_patient)))
    else:
        of_visit = models.Encounter.id.in_(targets)
        owners = list(session.scalars(select(models.Encounter.patient_id).where(of_visit)))
    if legal_holds.held(session, owners):
        raise UnderHold
    if erasing.unseen_in(session, visits, RECORDED_LEVELS):
        raise UnseenHere


def _there(
    session: Session, site_id: UUID, scope: Scope, targets: Collection[UUID]
) -> tuple[UUID, ...]:
    """What of the targets is still to be erased; of a merged entry the one that stays."""
    if scope == Scope.PATIENT:
        of_site = (models.Patient.site_id == site_id, models.Patient.id.in_(targets))
        found = session.scalars(select(models.Patient.id).where(*of_site)).all()
        return tuple(patients.standing(session, patients.get(session, one)).id for one in found)
    visits = session.scalars(
        select(models.Encounter.id)
        .where(models.Encounter.site_id == site_id, models.Encounter.id.in_(targets))
        .where(models.Encounter.state != EncounterState.ERASED)
        .order_by(models.Encounter.started_at, models.Encounter.id)
    )
    return tuple(visits)


def _decide(row: models.Erasure, state: State, by: UUID, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, by, now


def _open(session: Session, site_id: UUID) -> tuple[Erasure, ...]:
    return tuple(one for one in of_site(session, site_id) if one.state == State.ASKED)


def _row(session: Session, erasure_id: UUID, site_id: UUID) -> models.Erasure:
    row = session.scalar(
        select(models.Erasure).where(
            models.Erasure.id == erasure_id, models.Erasure.site_id == site_id
        )
    )
    if row is None:
        raise NotThere("erasure")
    return row


def _targets(session: Session, erasure_id: UUID) -> tuple[UUID, ...]:
    rows = session.scalars(
        select(models.ErasureTarget.record_id)
        .where(models.ErasureTarget.erasure_id == erasure_id)
        .order_by(models.ErasureTarget.record_id)
    )
    return tuple(rows)


def _value(session: Session, row: models.Erasure) -> Erasure:
    return Erasure(
        id=row.id,
        scope=Scope(row.scope),
        ground=Ground(row.ground),
        state=State(row.state),
        targets=_targets(session, row.id),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        counts=json.loads(row.counts),
    )
