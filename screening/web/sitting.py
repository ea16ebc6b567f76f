"""One sitting: the patient's way loaded from the drafts, and a page's answers kept.

Functions take the session first and never commit; the view does.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from screening.core.answers import Answers, to_json
from screening.core.documents import plain, read_document, write_document
from screening.core.levels import RECORDED_LEVELS
from screening.core.moments import Moment, moment_of
from screening.core.packet import Entry
from screening.core.questionnaire import Questionnaire
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.store import encounters, findings, holds, responses, sittings
from screening.store.hand_over import SittingState
from screening.store.in_use import timeline
from screening.store.kiosk import Document, Kiosk, KioskDraft, open_drafts
from screening.web.course import Course, Raised
from screening.web.history import History
from screening.web.raising import record_findings
from screening.web.recent import Recent
from screening.web.shelf import Shelf
from screening.web.stops import Stop

STOPS = "stop_tell_staff"  # the form is held until staff let the patient go on


@dataclass(frozen=True, slots=True)
class Way:
    """The patient's questions with the drafts that hold their answers."""

    kiosk: Kiosk
    course: Course
    drafts: dict[str, KioskDraft]  # by questionnaire id

    def save_number(self, stop: Stop) -> int:
        """The number that this page is shown with."""
        return self.drafts[stop.questionnaire.id].save_number


def in_zone(kiosk: Kiosk, at: datetime) -> Moment:
    """A time as a moment in the visit's zone."""
    return moment_of(at.astimezone(ZoneInfo(kiosk.time_zone)))


def begin(session: Session, shelf: Shelf, kiosk: Kiosk, *, now: datetime) -> None:
    """Open the patient's responses, so that the versions are pinned from the first question on.

    Pinned are those that were in use when the visit began: the clinician's share has the same.
    """
    packet = shelf.packet(session, kiosk.packet_sha256)
    current = timeline(session).at(kiosk.started_at)
    for entry in packet.entries:
        sha256 = current.get(entry.questionnaire)
        if sha256 and _asks_the_patient(entry, shelf.questionnaire(session, sha256)):
            responses.start(
                session, kiosk.encounter_id, sha256, role="patient", author_id=None, now=now
            )


def _asks_the_patient(entry: Entry, questionnaire: Questionnaire) -> bool:
    return any(
        questionnaire.rater(item) != "clinician"
        for page in entry.brings(questionnaire)
        for item in page.items
    )


def load_way(
    session: Session, shelf: Shelf, recent: Recent[Way], kiosk: Kiosk, *, now: datetime
) -> Way:
    """Everything the pages of this sitting are drawn from."""
    key = _key(kiosk, kiosk.saves)
    known = recent.find(key, now)
    if known is not None:
        return replace(known, kiosk=kiosk)
    opened = {
        shelf.questionnaire(session, draft.questionnaire_sha256).id: (draft, document)
        for draft, document in open_drafts(session, kiosk.encounter_id)
    }
    course = _work_out(session, shelf, kiosk, opened, now)
    way = Way(kiosk, course, {name: draft for name, (draft, _) in opened.items()})
    recent.keep(key, way, now)
    return way


def _work_out(
    session: Session,
    shelf: Shelf,
    kiosk: Kiosk,
    opened: Mapping[str, tuple[KioskDraft, Document]],
    now: datetime,
) -> Course:
    questionnaires = {
        name: shelf.questionnaire(session, draft.questionnaire_sha256)
        for name, (draft, _) in opened.items()
    }
    given = {
        name: read_document(questionnaires[name], document, visit=in_zone(kiosk, now))
        for name, (_, document) in opened.items()
    }
    # Durations run to the start of the visit, here as on the clinician's page: with a moment of
    # its own, a finding could come and go while no answer changed.
    started = kiosk.started_at.astimezone(ZoneInfo(kiosk.time_zone))
    packet = shelf.packet(session, kiosk.packet_sha256)
    resting = History(session, shelf).resting(
        packet, questionnaires, encounter_id=kiosk.encounter_id, started=started
    )
    return Course(packet, questionnaires, given, moment_of(started), resting, grids=kiosk.on_tablet)


def remember(
    recent: Recent[Way], way: Way, stop: Stop, after: Course, number: int, now: datetime
) -> None:
    """Spare the next page the work; to be called once the save is committed."""
    name = stop.questionnaire.id
    drafts = {**way.drafts, name: replace(way.drafts[name], save_number=number)}
    saves = frozenset(draft.mark for draft in drafts.values())
    recent.keep(_key(way.kiosk, saves), Way(way.kiosk, after, drafts), now)


def _key(kiosk: Kiosk, saves: frozenset[str]) -> Hashable:
    # With the patient: what rests follows from earlier visits, and a visit may be moved.
    # With the device: the same sitting may go on where rows are not asked together.
    device = kiosk.on_tablet
    return kiosk.sitting_id, kiosk.patient_id, kiosk.packet_sha256, device, saves


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a page's answers."""

    course: Course  # the way as it is now
    save_number: int | None  # None: the same page came again, and nothing was written
    before: Course  # the way without these answers


def keep_answers(
    session: Session,
    shelf: Shelf,
    way: Way,
    stop: Stop,
    answers: Answers,
    *,
    shown_save_number: int,
    form_key: str,
    now: datetime,
) -> Kept:
    """Save what a page answered, in one step, and record what it raises.

    answers  to every item of the stop
    raises   StaleForm, AlreadySent, FormKeyReused
    """
    after = way.course.answering(stop, answers)
    name = stop.questionnaire.id
    saved = responses.save_answers(
        session,
        way.drafts[name].response_id,
        write_document(stop.questionnaire, after.given[name]),
        shown_save_number=shown_save_number,
        form_key=form_key,
        now=now,
        typed=[[item.id, plain(to_json(item, answers[item.id]))] for item in stop.items],
    )
    if saved.repeated:
        return Kept(way.course, None, way.course.without(stop))
    if way.kiosk.rated:
        # Some findings rest on both: then the whole visit is looked at, which takes longer.
        encounter = encounters.get(session, way.kiosk.encounter_id)
        record_findings(session, encounter, shelf, now=now)
    else:
        _record_findings(session, way, after, _reason(stop, answers), now)
    _lead_on(session, way, after, now)
    return Kept(after, saved.save_number, way.course)


def _lead_on(session: Session, way: Way, after: Course, now: datetime) -> None:
    """To the next question or the review; or to a stop, where an answer says so."""
    done = after.first_open() is None
    if way.kiosk.state != (SittingState.REVIEW if done else SittingState.ANSWERING):
        sittings.note_answer(session, way.kiosk.sitting_id, all_answered=done)
    if stops(newly_told(way.course, after)):
        holds.hold(session, way.kiosk.sitting_id, now=now)


def newly_told(before: Course, after: Course) -> tuple[Raised, ...]:
    """What an answer raised that the patient is told of."""
    known = {(found.questionnaire.id, found.finding.code) for found in before.raised}
    return tuple(
        found
        for found in after.raised
        if found.tell_patient != "quiet"
        and (found.questionnaire.id, found.finding.code) not in known
    )


def stops(told: tuple[Raised, ...]) -> bool:
    """Whether the patient is to stop and tell the staff."""
    return any(found.tell_patient == STOPS for found in told)


def _reason(stop: Stop, answers: Answers) -> str:
    """Why a finding may hold no longer: the answers of the page that are not what they were."""
    new = [item for item in stop.items if stop.given.get(item.id) != answers[item.id]]
    return " and ".join(
        f"“{item.label}” is “{answer_words(item, answers[item.id])}”" for item in new or stop.items
    )


def _record_findings(
    session: Session, way: Way, after: Course, because: str, now: datetime
) -> None:
    """Raised is recorded, and a changed answer is noted beside it, never instead of it.

    because   of a finding that holds no longer
    """
    standing = [found for found in after.raised if found.finding.level in RECORDED_LEVELS]
    for found in standing:
        findings.raise_finding(
            session,
            way.drafts[found.questionnaire.id].response_id,
            found.finding.code,
            level=found.finding.level,
            text=found.finding.text,
            because=found.finding.because,
            now=now,
        )
    kept = {(found.questionnaire.id, found.finding.code) for found in standing}
    for found in way.course.raised:
        if found.finding.level not in RECORDED_LEVELS:
            continue
        if (found.questionnaire.id, found.finding.code) not in kept:
            findings.mark_changed(
                session,
                way.drafts[found.questionnaire.id].response_id,
                found.finding.code,
                because=because,
                now=now,
            )
