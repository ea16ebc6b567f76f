"""A visit out of the store as values of the core: its record, and the way through its packet.

Who may read it is settled before: callers hand in an encounter that they got for their own site.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from sqlalchemy.orm import Session

from screening.core.answers import Role
from screening.core.visit import Approved, VisitRecord
from screening.store import approvals, encounters
from screening.store.encounters import Encounter
from screening.store.in_use import timeline
from screening.web.course import Course
from screening.web.courses import course_of
from screening.web.history import History
from screening.web.records import load_visit
from screening.web.shelf import Shelf

RATERS: tuple[Role, ...] = ("patient", "clinician")
EARLIER_AT_MOST = 7  # the first visit and the newest ones; the trend shows no more


def load_record(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    *,
    site_name: str,
    drafts: Container[Role] = (),
    earlier: bool = True,
) -> VisitRecord:
    """Everything that is kept of one visit.

    drafts   roles whose answers count before they were sent; on paper nobody's do
    earlier  also the same patient's visits before this one
    """
    held, history = timeline(session), History(session, shelf)

    def load(visit: Encounter, roles: Container[Role]) -> VisitRecord:
        record = load_visit(session, visit, shelf, site_name=site_name, drafts=roles)
        current = shelf.current_at(session, visit.started_at, held)
        course = course_of(session, visit, shelf, current, record.responses, history)
        return replace(record, left_out=course.left_out, not_again=course.not_again)

    before = _earlier(session, encounter) if earlier else ()
    record = load(encounter, drafts)
    return replace(
        record,
        earlier=tuple(load(visit, ()) for visit in before),
        approved=_approved(session, record),
    )


def load_course(
    session: Session, encounter: Encounter, shelf: Shelf, *, grids: bool = False
) -> Course:
    """The visit's packet with all answers so far, drafts and both raters' included.

    grids   as the patient meets them on a tablet
    """
    responses = load_visit(session, encounter, shelf, drafts=RATERS).responses
    current = shelf.current_at(session, encounter.started_at)
    history = History(session, shelf)
    return course_of(session, encounter, shelf, current, responses, history, grids=grids)


def _approved(session: Session, record: VisitRecord) -> dict[str, Approved]:
    versions = {filled.questionnaire.sha256 for filled in record.responses}
    held = approvals.of_versions(session, versions) if versions else {}
    return {sha256: Approved(one.name, one.at) for sha256, one in held.items()}


def _earlier(session: Session, encounter: Encounter) -> tuple[Encounter, ...]:
    before = [
        visit
        for visit in encounters.of_patient(session, encounter.patient_id)
        if visit.number < encounter.number
    ]
    if len(before) <= EARLIER_AT_MOST:
        return tuple(before)
    return (before[0], *before[1 - EARLIER_AT_MOST :])
