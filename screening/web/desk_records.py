"""Patients and visits as staff may see them, each look on the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy.orm import Session

from screening.store import audit, encounters, patients
from screening.store.audit import Kind
from screening.store.encounters import Encounter
from screening.store.patients import Patient
from screening.web.guards import write_aside
from screening.web.site_here import site


def my_patient(patient_id: UUID) -> Patient:
    """A patient of this site.

    raises  NotThere, in the same words for another site's patient as for none
    """
    return patients.get(g.session, patient_id, site_id=g.account.site_id)


def my_visit(encounter_id: UUID) -> Encounter:
    """A visit of this site.

    raises  NotThere
    """
    return encounters.get(g.session, encounter_id, site_id=g.account.site_id)


def patient_of(visit: Encounter) -> Patient:
    """Whose visit it is."""
    return patients.get(g.session, visit.patient_id)


def today() -> date:
    """The day on the clinic's calendar."""
    zone = ZoneInfo(site().time_zone)
    return cast(datetime, g.now).astimezone(zone).date()


def note_read(patient_id: UUID, session: Session | None = None) -> None:
    """Write down that this person looked at this patient, once per sign-in."""
    audit.record_read(
        session or g.session,
        g.now,
        Kind.PATIENT_READ,
        g.account.id,
        sign_in=g.sign_in.id,
        patient=patient_id,
    )


def note_reads(patient_ids: Iterable[UUID]) -> None:
    """The same from a page that was only looked at; draw the page before."""
    with write_aside() as session:
        audit.record_reads(
            session,
            g.now,
            Kind.PATIENT_READ,
            g.account.id,
            sign_in=g.sign_in.id,
            key="patient",
            ids=patient_ids,
        )


def note_visit_read(encounter_id: UUID) -> None:
    """Write down that this person looked at what was answered in a visit, once per sign-in."""
    with write_aside() as session:
        audit.record_read(
            session,
            g.now,
            Kind.ENCOUNTER_READ,
            g.account.id,
            sign_in=g.sign_in.id,
            encounter=encounter_id,
        )
