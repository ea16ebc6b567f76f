"""Taking away all that stands of a visit, or of a patient. See erasures for who may have it done.

Rows are deleted, sealed or not: which questionnaire was answered and which finding was raised say
something of a person even in clear. What stays is in the tombstones, and it is ids alone. Each
connection to SQLite overwrites what it deletes (screening.store.durability).
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from screening.store import models as m
from screening.store import sittings
from screening.store.audit import Kind, record
from screening.store.db import Base
from screening.store.encounters import EncounterState

# What the report calls the rows of each table. Kinds are wide, because how many findings there were
# would itself say how somebody was.
COUNTED_AS: dict[type[Base], str] = {
    m.Patient: "patients",
    m.Encounter: "visits",
    m.Response: "responses",
    m.Draft: "parts of responses",
    m.Revision: "parts of responses",
    m.FormKey: "parts of responses",
    m.PaperPage: "parts of responses",
    m.RaisedFinding: "parts of responses",
    m.PaperEntry: "notes, signatures and papers",
    m.SummaryDocument: "notes, signatures and papers",
    m.Note: "notes, signatures and papers",
    m.Signature: "notes, signatures and papers",
    m.Consent: "sittings and consents",
    m.Sitting: "sittings and consents",
    m.Correction: "entries of the desk",
    m.DayEntry: "entries of the desk",
    m.BreakGlass: "entries of the desk",
    m.LegalHold: "entries of the desk",
    m.DisclosureConsent: "consents to pass on, and what went out",
    m.DisclosureRestriction: "consents to pass on, and what went out",
    m.Disclosure: "consents to pass on, and what went out",
}
KINDS = tuple(dict.fromkeys(COUNTED_AS.values()))

Step = tuple[type[Base], ColumnElement[bool]]


def entries_of(session: Session, patient_id: UUID) -> tuple[UUID, ...]:
    """A patient's entry with all that were merged into it, each before the one it led to."""
    found, newest = [patient_id], [patient_id]
    while newest:
        led_here = select(m.Patient.id).where(m.Patient.merged_into.in_(newest))
        newest = list(session.scalars(led_here))
        found += newest
    return tuple(reversed(found))


def erase_visit(
    session: Session, encounter_id: UUID, erasure_id: UUID, *, by: UUID, now: datetime
) -> Counter[str]:
    """Everything of one visit but its row, which says that it was; how many records of each kind.

    An erased visit stays as it is, and counts nothing.
    """
    row = session.get_one(m.Encounter, encounter_id)
    if row.state == EncounterState.ERASED:
        return Counter()
    row.ended_at = row.ended_at or now
    row.state = EncounterState.ERASED
    sittings.end_all(session, encounter_id)
    _remember(session, [encounter_id], row.patient_id, erasure_id, sittings_too=False)
    counted = _take(session, _of_visits([encounter_id]))
    counted[COUNTED_AS[m.Encounter]] += 1
    record(session, now, Kind.VISIT_ERASED, by, encounter=encounter_id, erasure=erasure_id)
    return counted


def erase_patient(
    session: Session, patient_id: UUID, erasure_id: UUID, *, by: UUID, now: datetime
) -> Counter[str]:
    """One person at all: identity, visits, and what the desk wrote; how many of each kind."""
    entries = entries_of(session, patient_id)
    visits = session.scalars(
        select(m.Encounter.id)
        .where(m.Encounter.patient_id.in_(entries))
        .order_by(m.Encounter.number)
    ).all()
    _remember(session, visits, patient_id, erasure_id, sittings_too=True)
    site_id = session.get_one(m.Patient, patient_id).site_id
    for one in entries:
        _bury(session, one, "patient", site_id, patient_id, None, erasure_id)
    session.flush()
    session.execute(
        update(m.Patient).where(m.Patient.id.in_(entries)).values(merged_into=None)
    )  # else entries that were merged would hold one another
    counted = _take(session, [*_of_visits(visits), *_of_patient(entries, visits)])
    for visit in visits:
        record(session, now, Kind.VISIT_ERASED, by, encounter=visit, erasure=erasure_id)
    record(session, now, Kind.PATIENT_ERASED, by, patient=patient_id, erasure=erasure_id)
    return counted


def _of_visits(ids: Collection[UUID]) -> list[Step]:
    """What to delete of visits, each table before those that it refers to."""
    of_response = select(m.Response.id).where(m.Response.encounter_id.in_(ids))
    return [
        (m.RaisedFinding, m.RaisedFinding.encounter_id.in_(ids)),
        (m.FormKey, m.FormKey.response_id.in_(of_response)),
        (m.PaperPage, m.PaperPage.response_id.in_(of_response)),
        (m.Draft, m.Draft.response_id.in_(of_response)),
        (m.Revision, m.Revision.response_id.in_(of_response)),
        (m.Response, m.Response.encounter_id.in_(ids)),
        (m.PaperEntry, m.PaperEntry.encounter_id.in_(ids)),
        (m.SummaryDocument, m.SummaryDocument.encounter_id.in_(ids)),
        (m.Note, m.Note.encounter_id.in_(ids)),
        (m.Signature, m.Signature.encounter_id.in_(ids)),
        (m.Correction, m.Correction.encounter_id.in_(ids)),
    ]


def _of_patient(entries: Collection[UUID], visits: Collection[UUID]) -> list[Step]:
    """What to delete besides, of all entries of one person."""
    corrected = m.Correction.patient_id.in_(entries) | m.Correction.to_patient_id.in_(entries)
    went_out = m.Disclosure.patient_id.in_(entries) | m.Disclosure.encounter_id.in_(visits)
    return [
        (m.Disclosure, went_out),
        (m.DisclosureConsent, m.DisclosureConsent.patient_id.in_(entries)),
        (m.DisclosureRestriction, m.DisclosureRestriction.patient_id.in_(entries)),
        (m.Consent, m.Consent.encounter_id.in_(visits)),
        (m.Sitting, m.Sitting.encounter_id.in_(visits)),
        (m.Encounter, m.Encounter.id.in_(visits)),
        # Signed as this person's, and moved to another one since: there it counts for nothing.
        (m.Signature, m.Signature.patient_id.in_(entries)),
        (m.Correction, corrected),
        (m.DayEntry, m.DayEntry.patient_id.in_(entries)),
        (m.BreakGlass, m.BreakGlass.patient_id.in_(entries)),
        (m.LegalHold, m.LegalHold.patient_id.in_(entries)),
        (m.Patient, m.Patient.id.in_(entries)),
    ]


def _take(session: Session, steps: Collection[Step]) -> Counter[str]:
    session.flush()
    counted: Counter[str] = Counter()
    for table, these in steps:
        number = session.scalar(select(func.count()).select_from(table).where(these)) or 0
        session.execute(
            delete(table).where(these), execution_options={"synchronize_session": False}
        )
        counted[COUNTED_AS[table]] += number
    session.expire_all()
    return counted


def _remember(
    session: Session,
    visits: Collection[UUID],
    patient_id: UUID,
    erasure_id: UUID,
    *,
    sittings_too: bool,
) -> None:
    """Set tombstones for visits and what is found by its own id on the audit trail."""
    parts: dict[str, type[m.Response] | type[m.Sitting]] = {"response": m.Response}
    if sittings_too:
        parts["sitting"] = m.Sitting
    rows = session.execute(
        select(m.Encounter.id, m.Encounter.site_id).where(m.Encounter.id.in_(visits))
    ).all()
    sites = {row.id: row.site_id for row in rows}
    for visit, site_id in sites.items():
        _bury(session, visit, "encounter", site_id, patient_id, visit, erasure_id)
    for what, table in parts.items():
        found = select(table.id, table.encounter_id).where(table.encounter_id.in_(visits))
        for one, visit in session.execute(found).all():
            _bury(session, one, what, sites[visit], patient_id, visit, erasure_id)
    session.flush()


def _bury(
    session: Session,
    record_id: UUID,
    what: str,
    site_id: UUID,
    patient_id: UUID,
    encounter_id: UUID | None,
    erasure_id: UUID,
) -> None:
    if session.get(m.Tombstone, record_id) is None:  # a visit may have gone before its patient
        session.add(
            m.Tombstone(
                record_id=record_id, what=what, site_id=site_id, patient_id=patient_id,
                encounter_id=encounter_id, erasure_id=erasure_id,
            )
        )  # fmt: skip


def unseen_in(session: Session, visits: Collection[UUID], levels: Collection[str]) -> bool:
    """Whether somebody is still called for by a finding of these visits."""
    found = select(m.RaisedFinding.id).where(
        m.RaisedFinding.encounter_id.in_(visits),
        m.RaisedFinding.level.in_(levels),
        m.RaisedFinding.seen_by.is_(None),
    )
    return session.scalar(found.limit(1)) is not None
