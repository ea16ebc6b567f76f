"""One visit out of the store as values of the core, by itself.

Who may read it is settled before: callers hand in an encounter that they got for their own site.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.answers import Role
from screening.core.documents import read_document
from screening.core.levels import Level
from screening.core.questionnaire import Questionnaire
from screening.core.typed_in import TypedIn
from screening.core.visit import (
    FilledIn,
    PatientIdentity,
    RecordedFinding,
    Signature,
    Visit,
    VisitNote,
    VisitRecord,
)
from screening.store import (
    accounts,
    audit,
    findings,
    notes,
    paper,
    patients,
    responses,
    revisions,
    signatures,
    sittings,
)
from screening.store.audit import Kind
from screening.store.drafts import DraftState
from screening.store.encounters import Encounter
from screening.store.notes import Note
from screening.store.paper import PaperEntry
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.store.signatures import Signature as Signed
from screening.store.sittings import Sitting
from screening.web.moments import moment_in_zone
from screening.web.paper_told import typed_in
from screening.web.shelf import Shelf

WRITING = (Kind.RESPONSE_SENT, Kind.RESPONSE_AMENDED, Kind.NOTE_WRITTEN, Kind.VISIT_SIGNED)


def load_visit(
    session: Session,
    encounter: Encounter,
    shelf: Shelf,
    *,
    site_name: str = "",
    drafts: Container[Role] = (),
) -> VisitRecord:
    """What was answered in one visit, without what its packet makes of it.

    drafts   roles whose answers count before they were sent
    """
    patient = patients.get(session, encounter.patient_id).identity
    held = [
        (response, revisions.latest(session, response.id))
        for response in responses.for_encounter(session, encounter.id)
    ]
    sitting = _newest_sitting(session, encounter.id)
    note, signed = notes.newest(session, encounter.id), signatures.newest(session, encounter.id)
    entry = paper.of_encounter(session, encounter.id)
    filled = (
        _filled_in(session, response, revision, encounter, shelf, sitting, drafts, entry)
        for response, revision in held
    )
    return VisitRecord(
        patient=PatientIdentity(patient.family, patient.given, patient.born, patient.record),
        visit=_visit(encounter, site_name),
        responses=tuple(one for one in filled if one is not None),
        recorded=_recorded(session, encounter.id),
        audit_head=_head_at(session, [revision for _, revision in held if revision], note, signed),
        signature=Signature(signed.name, signed.signed_at) if signed and signed.stands else None,
        note=_note(session, note),
    )


def _note(session: Session, note: Note | None) -> VisitNote | None:
    if note is None or not note.text:
        return None
    return VisitNote(note.text, _name(session, note.author_id), note.written_at)


def _visit(encounter: Encounter, site_name: str) -> Visit:
    return Visit(
        number=encounter.number,
        code=encounter.code,
        started=encounter.started_at,
        ended=encounter.ended_at,
        time_zone=encounter.time_zone,
        site=site_name,
    )


def _filled_in(
    session: Session,
    response: Response,
    revision: Revision | None,
    encounter: Encounter,
    shelf: Shelf,
    sitting: Sitting | None,
    drafts: Container[Role],
    entry: PaperEntry | None,
) -> FilledIn | None:
    """One response as it counts: its newest revision, or its draft where drafts are wanted."""
    questionnaire = shelf.questionnaire(session, response.questionnaire_sha256)
    draft = (
        responses.load_draft(session, response.id)
        if revision is None and response.role in drafts
        else None
    )
    kept = revision or draft
    if kept is None or (draft is not None and draft.save_number == 0):
        return None
    first = _first(session, revision) if revision else None
    amended = revision if first and revision != first else None
    typed = revision.completed_at if revision else cast(DraftState, draft).updated_at
    # What was "not in the future" when it was typed is so for ever, though the visit began before.
    known_at = moment_in_zone(typed, encounter)
    by_patient = response.role == "patient"
    on_paper = entry is not None and any(page.response_id == response.id for page in entry.pages)
    paper_of = entry if on_paper else None
    return FilledIn(
        questionnaire=questionnaire,
        role=cast(Role, response.role),
        # Who amends, types in or puts right what somebody answered has not answered it.
        rater_name=""
        if by_patient
        else _name(session, first.author_id if first else response.author_id),
        completed=first.completed_at if first else typed,
        answers=read_document(questionnaire, kept.document, visit=known_at),
        language=_language_of(revision, sitting, paper_of)
        if by_patient
        else questionnaire.language,
        read_aloud=bool(sitting and by_patient and sitting.read_aloud and not paper_of),
        revision=revision.number if revision else 0,
        sha256=revision.sha256 if revision else "",
        amended=amended.completed_at if amended else None,
        amended_by=_name(session, amended.author_id) if amended else "",
        typed_in=_typed_in(session, paper_of, questionnaire),
    )


def _first(session: Session, newest: Revision) -> Revision:
    if newest.number == 1:
        return newest
    return revisions.get(session, newest.response_id, 1)


def _typed_in(
    session: Session, entry: PaperEntry | None, questionnaire: Questionnaire
) -> TypedIn | None:
    if entry is None:
        return None
    blank = entry.blank_of(questionnaire.id)
    in_order = tuple(item.id for item in questionnaire.items if item.id in blank)
    return typed_in(session, entry, blank=in_order)


def _language_of(
    revision: Revision | None, sitting: Sitting | None, entry: PaperEntry | None
) -> str:
    """The language that was read; where it was not recorded, that of the paper or the sitting."""
    kept = (revision.language if revision else None) or (entry.language if entry else None)
    return kept or (sitting.language if sitting else "en")


def _newest_sitting(session: Session, encounter_id: UUID) -> Sitting | None:
    """The newest one counts; the patient may have changed the language on the way."""
    held = sittings.for_encounter(session, encounter_id)
    return held[-1] if held else None


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
            answered_by=_name(session, known.answered_by),
            answered_at=known.answered_at,
        )
        for known in findings.for_encounter(session, encounter_id)
    )


def _head_at(
    session: Session, revised: Iterable[Revision], note: Note | None, signed: Signed | None
) -> str:
    """Hash of the newest event that wrote one of these revisions, the note, or the signature.

    Not the head of this moment: each download would move it, and the page would never be the
    same bytes twice.
    """
    wrote: list[dict[str, UUID | int | str]] = [
        {"response": one.response_id, "revision": one.number} for one in revised
    ]
    if note is not None:
        wrote.append({"encounter": note.encounter_id, "note": note.number})
    if signed is not None and signed.stands:
        wrote.append(
            {"encounter": signed.encounter_id, "signature": signed.number, "mark": signed.mark}
        )
    return audit.newest_of(session, WRITING, wrote)
