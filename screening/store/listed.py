"""What lists show of several visits: as many statements for ten of them as for two hundred."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import models
from screening.store.encounters import GONE, Encounter, value_of
from screening.store.patients import Patient
from screening.store.patients import value_of as patient_of
from screening.store.revisions import Revision
from screening.store.revisions import value_of as revision_of
from screening.store.sittings import Sitting
from screening.store.sittings import value_of as sitting_of


@dataclass(frozen=True, slots=True)
class Form:
    """One response of a visit, without its answers."""

    response_id: UUID
    encounter_id: UUID
    patient_id: UUID
    visit_number: int
    questionnaire_id: str
    questionnaire_sha256: str
    role: str  # patient or clinician
    revision: int  # number of the newest one; 0 while it is not sent


@dataclass(frozen=True, slots=True)
class FoundHere:
    """A recorded finding without its words: in clear, because lists are sorted by it."""

    questionnaire_id: str
    finding_id: str
    level: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Around:
    """All that a row needs beside its answers."""

    visits: tuple[Encounter, ...]  # in the order in which they were asked for
    patients: Mapping[UUID, Patient] = field(repr=False)
    forms: Mapping[UUID, tuple[Form, ...]]  # by visit, those of the patients' other visits too
    findings: Mapping[UUID, tuple[FoundHere, ...]]
    sittings: Mapping[UUID, Sitting]  # the newest one of each visit
    saved: Mapping[UUID, datetime]  # when the patient last saved an answer that is not sent yet


def around(session: Session, encounter_ids: Collection[UUID]) -> Around:
    """Everything in clear about these visits, and who their patients are."""
    visits = _visits(session, encounter_ids)
    ids = [visit.id for visit in visits]
    return Around(
        visits=visits,
        patients=_patients(session, {visit.patient_id for visit in visits}),
        forms=_forms(session, {visit.patient_id for visit in visits}),
        findings=_findings(session, ids),
        sittings=_sittings(session, ids),
        saved=_saved(session, ids),
    )


def revisions_of(session: Session, response_ids: Collection[UUID]) -> Mapping[UUID, Revision]:
    """The newest revision of each response that was sent."""
    newest = (
        select(models.Revision.response_id, func.max(models.Revision.number).label("number"))
        .where(models.Revision.response_id.in_(response_ids))
        .group_by(models.Revision.response_id)
        .subquery()
    )
    rows = session.scalars(
        select(models.Revision).join(
            newest,
            (newest.c.response_id == models.Revision.response_id)
            & (newest.c.number == models.Revision.number),
        )
    )
    return {row.response_id: revision_of(session, row) for row in rows}


def visits_of(session: Session, encounter_ids: Collection[UUID]) -> Mapping[UUID, Encounter]:
    """Visits by id; those that are not there are left out."""
    return {visit.id: visit for visit in _visits(session, encounter_ids)}


def _visits(session: Session, encounter_ids: Collection[UUID]) -> tuple[Encounter, ...]:
    rows = session.execute(
        select(models.Encounter, models.PacketVersion.item_id, models.PacketVersion.version)
        .join(models.PacketVersion, models.PacketVersion.sha256 == models.Encounter.packet_sha256)
        .where(models.Encounter.id.in_(encounter_ids))
    )
    found = {row.Encounter.id: value_of(*row) for row in rows}
    return tuple(found[one] for one in encounter_ids if one in found)


def _patients(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, Patient]:
    rows = session.scalars(select(models.Patient).where(models.Patient.id.in_(list(patient_ids))))
    return {row.id: patient_of(session, row) for row in rows}


def _forms(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, tuple[Form, ...]]:
    """Of all visits of these patients that count, the first begun first."""
    newest = func.coalesce(func.max(models.Revision.number), 0).label("revision")
    rows = session.execute(
        select(
            models.Response.id,
            models.Response.encounter_id,
            models.Encounter.patient_id,
            models.Encounter.number,
            models.Response.questionnaire_id,
            models.Response.questionnaire_sha256,
            models.Response.role,
            newest,
        )
        .join(models.Encounter, models.Encounter.id == models.Response.encounter_id)
        .outerjoin(models.Revision, models.Revision.response_id == models.Response.id)
        .where(models.Encounter.patient_id.in_(list(patient_ids)))
        .where(models.Encounter.state.not_in(GONE))
        .group_by(models.Response.id, models.Encounter.patient_id, models.Encounter.number)
        .order_by(models.Response.started_at, models.Response.id)
    )
    found: dict[UUID, list[Form]] = {}
    for row in rows:
        found.setdefault(row.encounter_id, []).append(Form(*row))
    return {name: tuple(forms) for name, forms in found.items()}


def _findings(session: Session, ids: Collection[UUID]) -> dict[UUID, tuple[FoundHere, ...]]:
    table = models.RaisedFinding
    rows = session.execute(
        select(
            table.encounter_id, table.questionnaire_id, table.finding_id, table.level, table.seen_by
        )
        .where(table.encounter_id.in_(ids))
        .order_by(table.raised_at, table.finding_id)
    )
    found: dict[UUID, list[FoundHere]] = {}
    for row in rows:
        one = FoundHere(row.questionnaire_id, row.finding_id, row.level, row.seen_by is not None)
        found.setdefault(row.encounter_id, []).append(one)
    return {name: tuple(all_of_it) for name, all_of_it in found.items()}


def _sittings(session: Session, ids: Collection[UUID]) -> dict[UUID, Sitting]:
    rows = session.scalars(
        select(models.Sitting)
        .where(models.Sitting.encounter_id.in_(ids))
        .order_by(models.Sitting.opened_at, models.Sitting.id)
    )
    return {row.encounter_id: sitting_of(row) for row in rows}


def _saved(session: Session, ids: Collection[UUID]) -> dict[UUID, datetime]:
    rows = session.execute(
        select(models.Response.encounter_id, func.max(models.Draft.updated_at))
        .join(models.Draft, models.Draft.response_id == models.Response.id)
        .where(models.Response.encounter_id.in_(ids), models.Response.role == "patient")
        .group_by(models.Response.encounter_id)
    )
    return {one: at for one, at in rows}
