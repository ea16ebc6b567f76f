"""How far each visit of the day is, without a clinical word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from screening.store import encounters, findings, patients, sittings
from screening.store.encounters import Encounter, EncounterState
from screening.store.patients import Patient
from screening.store.sittings import Sitting, SittingState
from screening.web.parts import Parts
from screening.web.shelf import Shelf
from screening.web.visits import load_course

STUCK_AFTER = timedelta(minutes=3)  # longer than any one question should take


@dataclass(frozen=True, slots=True)
class Status:
    """Where a patient stands."""

    kind: str  # not_started, busy, stuck, done, ended
    words: str
    needs: str = ""  # whom the patient needs, without a reason: "now", "before_leaving" or nothing


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the day list."""

    visit: Encounter
    patient: Patient
    status: Status


def rows_of_day(
    session: Session, site_id: UUID, day: date, held: Parts, *, now: datetime
) -> tuple[DayRow, ...]:
    """Visits that began on this day, the oldest first, and older ones that never ended."""
    zone = held.settings.time_zone
    started = encounters.day_list(session, site_id, day, time_zone=zone)
    known = {visit.id for visit in started}
    left = [v for v in encounters.list_open(session, site_id) if v.id not in known]
    return tuple(
        DayRow(
            visit,
            patients.get(session, visit.patient_id),
            status_of(session, visit, held.shelf, now=now),
        )
        for visit in (*left, *started)
    )


def status_of(session: Session, visit: Encounter, shelf: Shelf, *, now: datetime) -> Status:
    """One visit's status; whom the patient needs goes beside it, never in its place."""
    needs = _needs(session, visit)
    if visit.state == EncounterState.ENDED:
        return Status("ended", "Visit ended", needs)
    held = sittings.for_encounter(session, visit.id)
    if not held:
        return Status("not_started", "Not started", needs)
    kind, words = _of_sitting(session, visit, held[-1], shelf, now)
    return Status(kind, words, needs)


def _of_sitting(
    session: Session, visit: Encounter, sitting: Sitting, shelf: Shelf, now: datetime
) -> tuple[str, str]:
    if sitting.state == SittingState.FINISHED:
        return "done", "Answers sent"
    place = _place(session, visit, shelf)
    match sitting.state:
        case SittingState.WAITING:
            return (
                ("stuck", f"Waits for a code at {place}") if place else ("not_started", "Code made")
            )
        case SittingState.CONFIRMING:
            return "busy", "On the tablet, birth date not confirmed"
        case SittingState.LOCKED:
            return "stuck", "Tablet locked: birth date wrong three times"
        case SittingState.PAUSED:
            return "stuck", f"Paused at {place}" if place else "Paused before the first question"
    waited = now - sitting.last_seen_at
    if waited >= STUCK_AFTER:
        minutes = int(waited.total_seconds() // 60)
        return "stuck", f"{place or 'Before the first question'}, nothing for {minutes} min"
    return "busy", place or "Before the first question"


def _place(session: Session, visit: Encounter, shelf: Shelf) -> str:
    """The first question without an answer: "Question 12 of 40"; empty when none was answered."""
    course = load_course(session, visit, shelf)
    if all(stop.given is None for stop in course.stops):
        return ""
    number = course.first_open()
    return f"Question {number} of {len(course.stops)}" if number else "Checking the answers"


def _needs(session: Session, visit: Encounter) -> str:
    levels = {
        known.level for known in findings.for_encounter(session, visit.id) if known.seen_by is None
    }
    return next((level for level in ("now", "before_leaving") if level in levels), "")
