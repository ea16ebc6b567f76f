"""Responses: drafts that are saved page by page, revisions that are sent and amended.

An answers document is the contract's JSON mapping of item id to value; the store seals it whole and
does not look inside. Each submit carries a form key: the same key gets the same reply, once stored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store import drafts, form_keys, models, revisions
from screening.store.audit import Kind, record
from screening.store.drafts import Document, DraftState
from screening.store.encounters import GONE, EncounterState
from screening.store.errors import AlreadySent, EncounterEnded, NotThere, OtherContent
from screening.store.revisions import Revision


class ResponseState(StrEnum):
    """Where a response stands."""

    DRAFT = "draft"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Response:
    """One filling-in of one questionnaire version."""

    id: UUID
    encounter_id: UUID
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_sha256: str
    role: str  # patient or clinician
    author_id: UUID | None  # account; None: the patient
    state: ResponseState
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """The reply to a save; it may be shown once the commit returned."""

    save_number: int  # what the next page of the form is shown with
    repeated: bool = False  # the same page was sent before with the same in it; nothing changed


def start(
    session: Session,
    encounter_id: UUID,
    questionnaire_sha256: str,
    *,
    role: str,
    author_id: UUID | None,
    now: datetime,
    again: bool = False,
    on_paper: bool = False,
) -> Response:
    """The response of one rater to one questionnaire in this visit, with an empty draft at first.

    again    a further rating in the same visit, e.g. COWS an hour later
    on_paper the patient answered on paper, which is typed in now
    raises   NotThere, EncounterEnded
    """
    encounter = session.get(models.Encounter, encounter_id)
    version = session.get(models.QuestionnaireVersion, questionnaire_sha256)
    if encounter is None or version is None:
        raise NotThere("visit" if encounter is None else "questionnaire")
    known = _latest_of(session, encounter_id, version.item_id, role)
    if known is not None and not again:
        return _value(known)
    # What a clinician saw, or the patient wrote, is often typed in after the patient has left.
    on_tablet = role == "patient" and not on_paper
    over = encounter.state != EncounterState.OPEN and on_tablet
    if over or encounter.state in GONE:
        raise EncounterEnded
    row = models.Response(
        id=uuid4(),
        encounter_id=encounter_id,
        questionnaire_id=version.item_id,
        questionnaire_version=version.version,
        questionnaire_sha256=questionnaire_sha256,
        role=role,
        author_id=author_id,
        state=ResponseState.DRAFT,
        started_at=now,
    )
    session.add(row)
    session.flush()
    drafts.begin(session, row.id, now=now)
    record(session, now, Kind.RESPONSE_STARTED, author_id, encounter=encounter_id, response=row.id)
    return _value(row)


def get(session: Session, response_id: UUID) -> Response:
    """One response.

    raises   NotThere
    """
    return _value(_row(session, response_id))


def for_encounter(session: Session, encounter_id: UUID) -> tuple[Response, ...]:
    """All responses of one visit, the oldest first."""
    rows = session.scalars(
        select(models.Response)
        .where(models.Response.encounter_id == encounter_id)
        .order_by(models.Response.started_at, models.Response.id)
    )
    return tuple(_value(row) for row in rows)


def load_draft(session: Session, response_id: UUID) -> DraftState | None:
    """The answers so far; None once they were sent.

    raises   NotThere when there is no such response
    """
    draft = drafts.load(session, response_id)
    if draft is None:
        get(session, response_id)
    return draft


def save_answers(
    session: Session,
    response_id: UUID,
    document: Document,
    *,
    shown_save_number: int,
    form_key: str,
    now: datetime,
    by: UUID | None = None,
    typed: object = None,
) -> Saved:
    """Replace the draft by a newer document.

    shown_save_number   the number that the submitted page was shown with
    form_key            of the submitted page
    by                  account; None: the patient
    typed               what this page added, as JSON; the whole document where left out
    raises              StaleForm with the stored answers, also when a page comes again with
                        something else in it; AlreadySent, NotThere, FormKeyReused
    """
    response = _row(session, response_id)
    content = document if typed is None else typed
    try:
        done = form_keys.number_of(session, form_key, "save", response_id, content)
    except OtherContent:
        if response.state == ResponseState.SENT:
            raise AlreadySent from None
        raise drafts.stale(session, response_id) from None
    if done is not None:
        return Saved(done, repeated=True)
    if response.state == ResponseState.SENT:
        raise AlreadySent
    number = drafts.replace(session, response_id, document, shown=shown_save_number, now=now)
    form_keys.remember(session, form_key, "save", response_id, number, content, now=now)
    record(session, now, Kind.ANSWERS_SAVED, by, response=response_id, save=number)
    return Saved(number)


def send(
    session: Session,
    response_id: UUID,
    *,
    shown_save_number: int,
    form_key: str,
    now: datetime,
    by: UUID | None = None,
    language: str | None = None,
) -> Revision:
    """Make revision 1 of the draft. Sent twice, the first one is returned.

    language  in which a patient sends it
    raises   StaleForm with the stored answers, NotThere, FormKeyReused
    """
    response = _row(session, response_id)
    form_keys.number_of(session, form_key, "send", response_id)
    if response.state == ResponseState.SENT:
        return revisions.get(session, response_id, 1)
    document = drafts.take(session, response_id, shown=shown_save_number)
    revision = revisions.add(
        session, response_id, 1, document, reason=None, by=by, now=now, language=language
    )
    response.state = ResponseState.SENT
    session.flush()
    form_keys.remember(session, form_key, "send", response_id, 1, now=now)
    record(session, now, Kind.RESPONSE_SENT, by, response=response_id, revision=1)
    return revision


def _row(session: Session, response_id: UUID) -> models.Response:
    row = session.get(models.Response, response_id)
    if row is None:
        raise NotThere("response")
    return row


def _latest_of(
    session: Session, encounter_id: UUID, questionnaire_id: str, role: str
) -> models.Response | None:
    return session.scalar(
        select(models.Response)
        .where(models.Response.encounter_id == encounter_id, models.Response.role == role)
        .where(models.Response.questionnaire_id == questionnaire_id)
        .order_by(models.Response.started_at.desc(), models.Response.id)
        .limit(1)
    )


def _value(row: models.Response) -> Response:
    return Response(
        id=row.id,
        encounter_id=row.encounter_id,
        questionnaire_id=row.questionnaire_id,
        questionnaire_version=row.questionnaire_version,
        questionnaire_sha256=row.questionnaire_sha256,
        role=row.role,
        author_id=row.author_id,
        state=ResponseState(row.state),
        started_at=row.started_at,
    )
