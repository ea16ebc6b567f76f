"""How far each visit of the day is, without a clinical word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from screening.core.packet import Packet
from screening.quick_dataclass import dataclass
from screening.store import (
    day_entries,
    drafts,
    encounters,
    findings,
    paper,
    patients,
    sittings,
    tablets,
)
from screening.store.encounters import Encounter, EncounterState
from screening.store.hand_over import ON_A_TABLET, OVER, SittingState
from screening.store.patients import Patient
from screening.store.sittings import Sitting
from screening.web.parts import Parts
from screening.web.shelf import Shelf
from screening.web.visits import load_course

STUCK_AFTER = timedelta(minutes=3)  # longer than any one question should take
FROM_PAPER = {  # whether it had its second look -> kind and words
    False: ("busy", "On paper, waits for the second look"),
    True: ("done", "Sent from paper"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """Where a patient stands."""

    kind: str  # not_started, busy, stuck, done, closed, ended
    words: str
    needs: str = ""  # whom the patient needs, without a reason: "now", "before_leaving" or nothing
    tablet: str = ""  # what the tablet is called that the patient has; empty for none
    read_aloud: bool = False  # staff read the questions to the patient
    language: str = ""  # of the sitting; empty before there is one
    held: bool = False  # told to stop and tell the staff, who have not let the patient go on


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the day list."""

    visit: Encounter
    patient: Patient
    status: Status


def rows_of_day(
    session: Session, site_id: UUID, day: date, held: Parts, *, time_zone: str, now: datetime
) -> tuple[DayRow, ...]:
    """Visits that began on this day, the oldest first, and older ones that never ended.

    time_zone   of the site: an IANA name
    """
    started = encounters.day_list(session, site_id, day, time_zone=time_zone)
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


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One line of those who are expected and not here yet."""

    entry_id: UUID
    patient: Patient
    time: str  # 09:30, or empty
    packets: tuple[Packet, ...]  # the one of the list, or all that there are


def expected_rows(
    session: Session, site_id: UUID, day: date, shelf: Shelf, *, here: Collection[UUID]
) -> tuple[ExpectedRow, ...]:
    """Who is on the day's list; here are the patients who have a visit already."""
    packets = shelf.current_packets(session)
    return tuple(
        ExpectedRow(
            entry.id,
            patients.get(session, entry.patient_id),
            entry.time,
            (packets[entry.packet_id],) if entry.packet_id in packets else tuple(packets.values()),
        )
        for entry in day_entries.of_day(session, site_id, day, but=here)
    )


def status_of(session: Session, visit: Encounter, shelf: Shelf, *, now: datetime) -> Status:
    """One visit's status; whom the patient needs goes beside it, never in its place."""
    needs = _needs(session, visit)
    if visit.state == EncounterState.ERASED:
        return Status("ended", "Erased", needs)
    if visit.state == EncounterState.VOID:
        return Status("ended", "Void", needs)
    if visit.state == EncounterState.ENDED:
        return Status("ended", "Visit ended", needs)
    entry = paper.of_encounter(session, visit.id)
    if entry is not None and entry.pages:
        kind, words = FROM_PAPER[entry.checked_at is not None]
        return Status(kind, words, needs, language=entry.language)
    held = sittings.for_encounter(session, visit.id)
    if not held:
        return Status("not_started", "Not started", needs)
    last = held[-1]
    kind, words = _of_sitting(session, visit, last, shelf, now)
    return Status(
        kind,
        words,
        needs,
        _tablet(session, last),
        last.read_aloud,
        last.language,
        held=last.held_since is not None and last.state not in OVER,
    )


def _tablet(session: Session, sitting: Sitting) -> str:
    if sitting.state not in ON_A_TABLET:
        return ""
    if sitting.tablet_id is None:
        return "Another device"
    return tablets.name_of(session, sitting.tablet_id)


def _of_sitting(
    session: Session, visit: Encounter, sitting: Sitting, shelf: Shelf, now: datetime
) -> tuple[str, str]:
    if sitting.state == SittingState.HANDED_BACK:
        return "done", "Answers sent"
    place = _place(session, visit, sitting, shelf)
    match sitting.state:
        case SittingState.CODE:
            return (
                ("stuck", f"Waits for a code at {place}") if place else ("not_started", "Code made")
            )
        case SittingState.CONFIRM:
            return "busy", "On the tablet, birth date not confirmed"
        case SittingState.CONSENT:
            return "busy", "On the tablet, consent not given yet"
        case SittingState.HELD:
            return "stuck", f"Stopped at {place}"
        case SittingState.NOT_FINISHED:
            return "closed", f"Not finished, closed at {place}" if place else "Not finished"
        case SittingState.LOCKED if sitting.birth_tries_left:
            return "stuck", "Did not agree to answer on a tablet"
        case SittingState.LOCKED:
            return "stuck", "Tablet locked: birth date wrong three times"
        case SittingState.PAUSED:
            return "stuck", f"Paused at {place}" if place else "Paused before the first question"
    # Since an answer was kept, not since a touch: who taps about without getting on is stuck too.
    saved = drafts.last_saved(session, visit.id)
    waited = now - max(at for at in (sitting.confirmed_at, saved, sitting.opened_at) if at)
    if waited >= STUCK_AFTER:
        minutes = int(waited.total_seconds() // 60)
        return "stuck", f"{place or 'Before the first question'}, nothing for {minutes} min"
    return "busy", place or "Before the first question"


def _place(session: Session, visit: Encounter, sitting: Sitting, shelf: Shelf) -> str:
    """The first question without an answer: "Question 12 of 40"; empty when none was answered."""
    # Counted as on the page that the patient has: a grid on a tablet is one.
    course = load_course(session, visit, shelf, grids=sitting.tablet_id is not None)
    if not any(stop.given for stop in course.stops):
        return ""
    number = course.first_open()
    return f"Question {number} of {len(course.stops)}" if number else "Checking the answers"


def _needs(session: Session, visit: Encounter) -> str:
    levels = {
        known.level for known in findings.for_encounter(session, visit.id) if known.seen_by is None
    }
    return next((level for level in ("now", "before_leaving") if level in levels), "")
