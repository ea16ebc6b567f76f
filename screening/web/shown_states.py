"""The state of a visit as a page shows it and as its form carries it: numbers, and no answer."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from screening.quick_dataclass import dataclass
from screening.store import accounts, encounters, findings, notes, responses, revisions
from screening.store.encounters import GONE, Encounter
from screening.store.errors import NotThere
from screening.store.findings import RaisedFinding
from screening.store.responses import Response
from screening.store.visit_states import State
from screening.web.filters import in_clinic_time
from screening.web.plain_values import read_number
from screening.web.shelf import Shelf

ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that stands in a visit."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class SentPart:
    """One response that was sent, and where this person may amend it."""

    label: str
    words: str
    address: str  # empty where they may not


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is another by now."""

    label: str
    shown: str
    now: str


def write_shown(state: State, number: int) -> str:
    """A state and the number of the newest signature, as text for a hidden field."""
    pairs = (
        ",".join(f"{one.hex}:{count}" for one, count in many)
        for many in (state.revisions, state.findings)
    )
    return "|".join((state.patient_id.hex, *pairs, str(state.note), str(number)))


def read_shown(text: str) -> tuple[State, int]:
    """The state and the signature's number that a page was made of.

    raises   BadRequest for anything that write_shown does not write
    """
    try:
        patient, revised, raised, note, number = text.split("|")
        state = State(UUID(hex=patient), _pairs(revised), _pairs(raised), _number(note))
        signature = _number(number)
    except ValueError:
        raise BadRequest from None
    if write_shown(state, signature) != text:
        raise BadRequest
    return state, signature


def tell_parts(session: Session, shelf: Shelf, visit_id: UUID, state: State) -> tuple[Part, ...]:
    """Everything that stands in a state, in words."""
    return tuple(_keyed(session, shelf, visit_id, state).values())


def tell_sent(
    session: Session, shelf: Shelf, visit: Encounter, account_id: UUID
) -> tuple[SentPart, ...]:
    """What was sent in a visit, with the way to amend what this person may amend."""
    told = []
    for response in responses.for_encounter(session, visit.id):
        newest = revisions.latest(session, response.id)
        if newest is None:
            continue
        part = _revision(session, shelf, response, newest.number)
        mine = response.role == "patient" or _sender(session, response) == account_id
        open_ = mine and visit.state not in GONE
        address = (
            url_for("clinician.amending.amend", encounter_id=visit.id, response_id=response.id)
            if open_
            else ""
        )
        told.append(SentPart(part.label, part.words, address))
    return tuple(told)


def _sender(session: Session, response: Response) -> UUID | None:
    return revisions.get(session, response.id, 1).author_id


def tell_differences(
    session: Session, shelf: Shelf, visit_id: UUID, shown: State, now: State
) -> tuple[Difference, ...]:
    """What stood on the page and what stands there now, where the two differ.

    raises   NotThere for parts of another visit: what was shown came with a form
    """
    then, by_now = (_keyed(session, shelf, visit_id, state) for state in (shown, now))
    return tuple(
        Difference(
            label=(by_now.get(key) or then[key]).label,
            shown=then[key].words if key in then else ABSENT,
            now=by_now[key].words if key in by_now else ABSENT,
        )
        for key in dict.fromkeys((*then, *by_now))
        if then.get(key) != by_now.get(key)
    )


def _keyed(session: Session, shelf: Shelf, visit_id: UUID, state: State) -> dict[object, Part]:
    """A state’s parts, the oldest first, as the visit’s page lists them; a state goes by ids."""
    revised = {response.id: response for response in responses.for_encounter(session, visit_id)}
    raised = {known.id: known for known in findings.for_encounter(session, visit_id)}
    if not {one for one, _ in state.revisions} <= set(revised):
        raise NotThere("response")
    if not {one for one, _ in state.findings} <= set(raised):
        raise NotThere("finding")
    told: dict[object, Part] = {}
    numbers, counts = dict(state.revisions), dict(state.findings)
    for response_id in (one for one in revised if one in numbers):
        told[response_id] = _revision(session, shelf, revised[response_id], numbers[response_id])
    for finding_id in (one for one in raised if one in counts):
        told[finding_id] = _finding(raised[finding_id], counts[finding_id])
    if state.note:
        told["note"] = _note(session, visit_id, state.note)
    if state.patient_id != encounters.get(session, visit_id).patient_id:
        told["patient"] = Part("Patient", "another patient’s visit")
    return told


def _revision(session: Session, shelf: Shelf, response: Response, number: int) -> Part:
    name = shelf.questionnaire(session, response.questionnaire_sha256).name
    rater = "the patient" if response.role == "patient" else "the clinician"
    revision = revisions.get(session, response.id, number)
    by = accounts.get(session, revision.author_id).full_name if revision.author_id else rater
    did = "sent" if number == 1 else "amended"
    words = f"revision {number}, {did} by {by}, {in_clinic_time(revision.completed_at)}"
    return Part(f"{name}, answered by {rater}", words)


def _finding(known: RaisedFinding, count: int) -> Part:
    changes = known.changes[:count]
    stands = not changes or changes[-1].raised
    at = in_clinic_time(changes[-1].at if changes else known.raised_at)
    return Part(f"Finding: {known.text}", f"{'raised' if stands else 'later changed'}, {at}")


def _note(session: Session, visit_id: UUID, number: int) -> Part:
    versions = {note.number: note for note in notes.history(session, visit_id)}
    if number not in versions:
        raise NotThere("note")
    note = versions[number]
    by = accounts.get(session, note.author_id).full_name
    return Part("Note", f"version {number}, by {by}, {in_clinic_time(note.written_at)}")


def _pairs(text: str) -> tuple[tuple[UUID, int], ...]:
    pairs = (pair.split(":") for pair in text.split(",") if pair)
    return tuple((UUID(hex=one), _number(count)) for one, count in pairs)


def _number(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise ValueError
    return number
