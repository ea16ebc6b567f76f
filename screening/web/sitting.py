"""One sitting: the patient's way loaded from the drafts, an answer kept, everything sent.

Functions take the session first and never commit; the view does.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from screening.core.answers import Answer, Missing, to_json
from screening.core.documents import plain, read_document, write_document
from screening.core.levels import RECORDED_LEVELS
from screening.core.moments import Moment, moment_of
from screening.core.words import answer_words
from screening.store import encounters, findings, form_keys, library, responses, sittings
from screening.store.kiosk import Kiosk, KioskDraft, open_draft
from screening.web.course import Course, Raised, Stop
from screening.web.raising import record_findings
from screening.web.recent import Recent
from screening.web.shelf import Shelf

SENT_ALL = "send_all"  # act of a form key


@dataclass(frozen=True, slots=True)
class Way:
    """The patient's questions with the drafts that hold their answers."""

    kiosk: Kiosk
    course: Course
    drafts: dict[str, KioskDraft]  # by questionnaire id

    def save_number(self, stop: Stop) -> int:
        """The number that a page with this question is shown with."""
        return self.drafts[stop.questionnaire.id].save_number


def in_zone(kiosk: Kiosk, at: datetime) -> Moment:
    """A time as a moment in the visit's zone."""
    return moment_of(at.astimezone(ZoneInfo(kiosk.time_zone)))


def begin(session: Session, shelf: Shelf, kiosk: Kiosk, *, now: datetime) -> None:
    """Open the patient's responses, so that the versions are pinned from the first question on."""
    packet = shelf.packet(session, kiosk.packet_sha256)
    current = {version.id: version.sha256 for version in library.current(session)}
    for entry in packet.entries:
        sha256 = current.get(entry.questionnaire)
        if sha256 and shelf.questionnaire(session, sha256).items_for("patient"):
            responses.start(
                session, kiosk.encounter_id, sha256, role="patient", author_id=None, now=now
            )


def load_way(
    session: Session, shelf: Shelf, recent: Recent[Course], kiosk: Kiosk, *, now: datetime
) -> Way:
    """Everything the pages of this sitting are drawn from."""
    drafts = {shelf.questionnaire(session, d.questionnaire_sha256).id: d for d in kiosk.drafts}
    key = _key(kiosk, {name: draft.save_number for name, draft in drafts.items()})
    course = recent.find(key, now)
    if course is None:
        course = _work_out(session, shelf, kiosk, drafts, now)
        recent.keep(key, course, now)
    return Way(kiosk, course, drafts)


def _work_out(
    session: Session,
    shelf: Shelf,
    kiosk: Kiosk,
    drafts: Mapping[str, KioskDraft],
    now: datetime,
) -> Course:
    questionnaires = {
        name: shelf.questionnaire(session, draft.questionnaire_sha256)
        for name, draft in drafts.items()
    }
    given = {
        name: read_document(
            questionnaires[name], open_draft(session, draft), visit=in_zone(kiosk, now)
        )
        for name, draft in drafts.items()
    }
    # Durations run to the start of the visit, here as on the clinician's page: with a moment of
    # its own, a finding could come and go while no answer changed.
    visit = in_zone(kiosk, kiosk.started_at)
    return Course(shelf.packet(session, kiosk.packet_sha256), questionnaires, given, visit)


def remember(
    recent: Recent[Course], way: Way, stop: Stop, after: Course, number: int, now: datetime
) -> None:
    """Spare the next page the work; to be called once the save is committed."""
    numbers = {name: draft.save_number for name, draft in way.drafts.items()}
    recent.keep(_key(way.kiosk, {**numbers, stop.questionnaire.id: number}), after, now)


def _key(kiosk: Kiosk, numbers: Mapping[str, int]) -> Hashable:
    return kiosk.sitting_id, kiosk.packet_sha256, frozenset(numbers.items())


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an answer."""

    course: Course  # the way as it is now
    save_number: int | None  # None: the same page came again, and nothing was written
    before: Course  # the way without this answer


def keep_answer(
    session: Session,
    shelf: Shelf,
    way: Way,
    stop: Stop,
    answer: Answer | Missing,
    *,
    shown_save_number: int,
    form_key: str,
    now: datetime,
) -> Kept:
    """Save one answer and record what it raises.

    raises   StaleForm, AlreadySent, FormKeyReused
    """
    after = way.course.answering(stop, answer)
    name = stop.questionnaire.id
    saved = responses.save_answers(
        session,
        way.drafts[name].response_id,
        write_document(stop.questionnaire, after.given[name]),
        shown_save_number=shown_save_number,
        form_key=form_key,
        now=now,
        typed=[stop.item.id, plain(to_json(stop.item, answer))],
    )
    if saved.repeated:
        return Kept(way.course, None, way.course.without(stop))
    if way.kiosk.rated:
        # Some findings rest on both: then the whole visit is looked at, which takes longer.
        encounter = encounters.get(session, way.kiosk.encounter_id)
        record_findings(session, encounter, partial(shelf.questionnaire, session), now=now)
    else:
        _record_findings(session, way, after, stop, answer, now)
    return Kept(after, saved.save_number, way.course)


def newly_told(before: Course, after: Course) -> tuple[Raised, ...]:
    """What an answer raised that the patient is told of."""
    known = {(found.questionnaire.id, found.finding.code) for found in before.raised}
    return tuple(
        found
        for found in after.raised
        if found.tell_patient != "quiet"
        and (found.questionnaire.id, found.finding.code) not in known
    )


def save_numbers(way: Way) -> str:
    """The numbers of all drafts, for the page that sends them."""
    return ".".join(str(way.drafts[name].save_number) for name in sorted(way.drafts))


def send_all(
    session: Session,
    way: Way,
    sitting_id: UUID,
    *,
    shown: str,
    form_key: str,
    now: datetime,
) -> None:
    """Make revision 1 of every response that was asked or answered, and end the sitting.

    shown    save_numbers() of the page that was sent
    raises   StaleForm
    """
    numbers = [
        int(part) if part.isdecimal() and len(part) < 10 else -1 for part in shown.split(".")
    ]
    names = sorted(way.drafts)
    asked = {stop.questionnaire.id for stop in way.course.stops}
    numbers += [-1] * (len(names) - len(numbers))
    sent = None
    for name, number in zip(names, numbers, strict=False):
        if name in asked or way.course.given.get(name):
            sent = way.drafts[name].response_id
            responses.send(
                session, sent, shown_save_number=number, form_key=f"{form_key}.{name}", now=now
            )
    if sent is not None:
        form_keys.remember(session, form_key, SENT_ALL, sent, 1, now=now)
    sittings.finish(session, sitting_id, now=now)


def sent_before(session: Session, form_key: str) -> bool:
    """Whether this very page sent everything before: then the tablet has nothing left to send."""
    return form_keys.is_known(session, form_key, SENT_ALL)


def _record_findings(
    session: Session, way: Way, after: Course, stop: Stop, answer: Answer | Missing, now: datetime
) -> None:
    """Raised is recorded, and a changed answer is noted beside it, never instead of it."""
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
    because = f"“{stop.item.label}” is “{answer_words(stop.item, answer)}”"
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
