"""A visit out of the store as values of the core: its record, and the way through its packet.

Who may read it is settled before: callers hand in an encounter that they got for their own site.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Missing, Role
from screening.core.documents import read_document
from screening.core.levels import Level
from screening.core.moments import Moment, moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.visit import (
    FilledIn,
    PatientIdentity,
    RecordedFinding,
    Visit,
    VisitRecord,
)
from screening.store import (
    accounts,
    audit,
    encounters,
    findings,
    patients,
    responses,
    revisions,
    sittings,
)
from screening.store.audit import Kind
from screening.store.drafts import DraftState
from screening.store.encounters import Encounter
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.web.course import Course
from screening.web.shelf import Shelf

RATERS: tuple[Role, ...] = ("patient", "clinician")
QuestionnaireOf = Callable[[str], Questionnaire]  # sha256 of the file -> what it defines

EARLIER_AT_MOST = 8  # the first visit and the newest ones; the trend shows no more


def load_record(
    session: Session,
    encounter: Encounter,
    questionnaire_of: QuestionnaireOf,
    *,
    site_name: str,
    drafts: Container[Role] = (),
    earlier: bool = True,
) -> VisitRecord:
    """Everything that is kept of one visit.

    drafts   roles whose answers count before they were sent; on paper nobody's do
    earlier  also the same patient's visits before this one
    """
    patient = patients.get(session, encounter.patient_id).identity
    before = _earlier(session, encounter) if earlier else ()
    held = [
        (response, revisions.latest(session, response.id))
        for response in responses.for_encounter(session, encounter.id)
    ]
    language = _language(session, encounter.id)
    filled = (
        _filled_in(session, response, revision, encounter, questionnaire_of, language, drafts)
        for response, revision in held
    )
    return VisitRecord(
        patient=PatientIdentity(patient.family, patient.given, patient.born, patient.record),
        visit=_visit(encounter, site_name),
        responses=tuple(one for one in filled if one is not None),
        earlier=tuple(
            load_record(session, visit, questionnaire_of, site_name=site_name, earlier=False)
            for visit in before
        ),
        recorded=_recorded(session, encounter.id),
        audit_head=_head_at(session, [revision for _, revision in held if revision]),
    )


def moment_in_zone(at: datetime, encounter: Encounter) -> Moment:
    """A stored time as a moment in the visit's own zone."""
    return moment_of(at.astimezone(ZoneInfo(encounter.time_zone)))


def load_course(session: Session, encounter: Encounter, shelf: Shelf) -> Course:
    """The visit's packet with all answers so far, drafts and both raters' included."""
    record = load_record(
        session,
        encounter,
        partial(shelf.questionnaire, session),
        site_name="",
        drafts=RATERS,
        earlier=False,
    )
    given: dict[str, dict[str, Answer | Missing]] = {}
    questionnaires = shelf.current(session)
    for filled in record.responses:
        given.setdefault(filled.questionnaire.id, {}).update(filled.own_answers())
        questionnaires[filled.questionnaire.id] = filled.questionnaire
    packet = shelf.packet(session, encounter.packet_sha256)
    wanted = {entry.questionnaire for entry in packet.entries}
    held = {name: q for name, q in questionnaires.items() if name in wanted}
    return Course(packet, held, given, moment_in_zone(encounter.started_at, encounter))


def _visit(encounter: Encounter, site_name: str) -> Visit:
    return Visit(
        number=encounter.number,
        code=encounter.code,
        started=encounter.started_at,
        ended=encounter.ended_at,
        time_zone=encounter.time_zone,
        site=site_name,
    )


def _earlier(session: Session, encounter: Encounter) -> tuple[Encounter, ...]:
    before = [
        visit
        for visit in encounters.of_patient(session, encounter.patient_id)
        if visit.number < encounter.number
    ]
    if len(before) <= EARLIER_AT_MOST:
        return tuple(before)
    return (before[0], *before[1 - EARLIER_AT_MOST :])


def _filled_in(
    session: Session,
    response: Response,
    revision: Revision | None,
    encounter: Encounter,
    questionnaire_of: QuestionnaireOf,
    language: str,
    drafts: Container[Role],
) -> FilledIn | None:
    """One response as it counts: its newest revision, or its draft where drafts are wanted."""
    questionnaire = questionnaire_of(response.questionnaire_sha256)
    draft = (
        responses.load_draft(session, response.id)
        if revision is None and response.role in drafts
        else None
    )
    kept = revision or draft
    if kept is None or (draft is not None and draft.save_number == 0):
        return None
    completed = revision.completed_at if revision else cast(DraftState, draft).updated_at
    # What was "not in the future" when it was typed is so for ever, though the visit began before.
    known_at = moment_in_zone(completed, encounter)
    return FilledIn(
        questionnaire=questionnaire,
        role=cast(Role, response.role),
        rater_name=_name(session, revision.author_id if revision else response.author_id),
        completed=completed,
        answers=read_document(questionnaire, kept.document, visit=known_at),
        language=language if response.role == "patient" else questionnaire.language,
        revision=revision.number if revision else 0,
        sha256=revision.sha256 if revision else "",
    )


def _language(session: Session, encounter_id: UUID) -> str:
    """The language of the newest sitting; the patient may have changed it on the way."""
    held = sittings.for_encounter(session, encounter_id)
    return held[-1].language if held else "en"


def _name(session: Session, account_id: UUID | None) -> str:
    return accounts.get(session, account_id).full_name if account_id else ""


def _recorded(session: Session, encounter_id: UUID) -> tuple[RecordedFinding, ...]:
    return tuple(
        RecordedFinding(
            questionnaire_id=known.questionnaire_id,
            code=known.finding_id,
            level=cast(Level, known.level),
            text=known.text,
            because=known.because,
            raised_at=known.raised_at,
            changed_at=None if known.stands else known.changes[-1].at,
            seen_by=_name(session, known.seen_by),
            seen_at=known.seen_at,
        )
        for known in findings.for_encounter(session, encounter_id)
    )


def _head_at(session: Session, revised: Iterable[Revision]) -> str:
    """Hash of the newest event that wrote one of these revisions.

    Not the head of this moment: each download would move it, and the page would never be the
    same bytes twice.
    """
    return audit.newest_of(
        session,
        (Kind.RESPONSE_SENT, Kind.RESPONSE_AMENDED),
        [{"response": one.response_id, "revision": one.number} for one in revised],
    )
