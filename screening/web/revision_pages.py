"""What became of a visit: revisions, signatures and notes, with who, when, why and what changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from screening.core.answers import Answers
from screening.core.documents import read_document
from screening.core.questionnaire import Questionnaire
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, notes, responses, revisions, signatures
from screening.store.encounters import Encounter
from screening.store.responses import Response
from screening.store.revisions import Revision
from screening.store.visit_states import State
from screening.web.desk_records import my_visit, note_visit_read, patient_of
from screening.web.guards import may
from screening.web.moments import moment_in_zone
from screening.web.parts import parts
from screening.web.shelf import Shelf
from screening.web.shown_states import Part, tell_parts

bp = Blueprint("revisions", __name__, url_prefix="/visits/<uuid:encounter_id>/revisions")

BLANK = "no answer"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item that a revision made another."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldRevision:
    """One revision, to be read as it was."""

    number: int
    by: str
    at: datetime
    reason: str  # empty for what was sent
    changes: tuple[ItemChange, ...]  # against the one before
    answers: tuple[tuple[str, str], ...]  # label and answer, all of them


@dataclass(frozen=True, slots=True)
class ToldResponse:
    """One response with its revisions, the newest first."""

    name: str
    rater: str
    revisions: tuple[ToldRevision, ...]


@dataclass(frozen=True, slots=True)
class ToldSignature:
    """One signature and what it was of."""

    name: str
    at: datetime
    stands: bool
    mark: str
    parts: tuple[Part, ...]


@bp.get("")
@may(Action.READ_ENCOUNTER)
def history(encounter_id: UUID) -> ResponseReturnValue:
    """All of it on one page."""
    visit, shelf = my_visit(encounter_id), parts().shelf
    held = responses.for_encounter(g.session, visit.id)
    told = (_response(g.session, response, visit, shelf) for response in held)
    page = render_template(
        "clinician/revisions.html",
        visit=visit,
        patient=patient_of(visit),
        responses=[one for one in told if one.revisions],
        signatures=_signatures(g.session, visit, shelf),
        notes=[
            (note, accounts.get(g.session, note.author_id).full_name)
            for note in reversed(notes.history(g.session, visit.id))
        ],
    )
    note_visit_read(visit.id)
    return page


def _response(session: Session, response: Response, visit: Encounter, shelf: Shelf) -> ToldResponse:
    questionnaire = shelf.questionnaire(session, response.questionnaire_sha256)
    rater = "the patient" if response.role == "patient" else "the clinician"
    told: list[ToldRevision] = []
    before: Answers = {}
    for revision in revisions.history(session, response.id):
        at = moment_in_zone(revision.completed_at, visit)
        answers = read_document(questionnaire, revision.document, visit=at)
        told.append(_revision(session, questionnaire, revision, before, answers, rater))
        before = answers
    return ToldResponse(questionnaire.name, rater, tuple(reversed(told)))


def _revision(
    session: Session,
    questionnaire: Questionnaire,
    revision: Revision,
    before: Answers,
    answers: Answers,
    rater: str,
) -> ToldRevision:
    author = revision.author_id
    items = [item for item in questionnaire.items if item.id in before or item.id in answers]
    words = [
        (
            item.label,
            answer_words(item, before[item.id]) if item.id in before else BLANK,
            answer_words(item, answers[item.id]) if item.id in answers else BLANK,
        )
        for item in items
    ]
    changed = [item for item in items if before.get(item.id) != answers.get(item.id)]
    return ToldRevision(
        number=revision.number,
        by=accounts.get(session, author).full_name if author else rater,
        at=revision.completed_at,
        reason=revision.reason or "",
        changes=tuple(
            ItemChange(*told)
            for item, told in zip(items, words, strict=True)
            if item in changed and revision.number > 1
        ),
        answers=tuple((label, after) for label, _, after in words),
    )


def _signatures(session: Session, visit: Encounter, shelf: Shelf) -> list[ToldSignature]:
    return [
        ToldSignature(
            name=one.name,
            at=one.signed_at,
            stands=one.stands,
            mark=one.mark,
            parts=tell_parts(
                session,
                shelf,
                visit.id,
                State(visit.patient_id, one.revisions, one.findings, one.note),
            ),
        )
        for one in reversed(signatures.history(session, visit.id))
    ]
