"""Made-up visits into the store, by the same acts in the same order as at a real clinic.

One transaction in all: a start that was interrupted leaves an empty clinic, not half of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.core.documents import read_document, write_document
from screening.core.moments import moment_of
from screening.core.questionnaire import Questionnaire
from screening.demo.answers import Document
from screening.demo.people import MadeUpVisit, Reached
from screening.security.kiosk_tokens import new_code, new_form_key, new_token
from screening.store import (
    encounters,
    findings,
    kiosk_access,
    library,
    patients,
    responses,
    sittings,
)
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from screening.store.patients import Identity
from screening.store.sites import Site
from screening.web.parts import Parts
from screening.web.raising import record_findings

LASTS = timedelta(minutes=45)  # a whole visit
ANSWERS_A_SAVE = 6  # the tablet saves each one; the trail need not be that long


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts in the made-up visits."""

    desk: Account
    clinician: Account


@dataclass(frozen=True, slots=True)
class _Clock:
    """Moments within one visit, none of them after now."""

    started: datetime
    lasts: timedelta

    def at(self, share: float) -> datetime:
        """The moment when so much of the visit is over; 0 to 1."""
        return self.started + self.lasts * share


class Filler:
    """Fills one site. Holds what every act needs."""

    def __init__(self, session: Session, parts: Parts, staff: Staff, now: datetime) -> None:
        self.session, self.parts, self.staff, self.now = session, parts, staff, now
        self.sha256 = {version.id: version.sha256 for version in library.current(session)}
        self.known: dict[Identity, UUID] = {}

    def fill(self, visit: MadeUpVisit) -> Encounter:
        """One visit from the front desk to as far as it has come."""
        clock = _Clock(visit.started, min(LASTS, self.now - visit.started))
        encounter = self._start(visit, clock)
        if visit.reached == Reached.NOT_STARTED:
            return encounter
        sitting_id = self._open_sitting(visit, encounter, clock)
        sent = visit.reached != Reached.UNDER_WAY
        self._answer(encounter, visit.patient, "patient", clock, send=sent)
        if sent:
            sittings.note_answer(self.session, sitting_id, all_answered=True)
            sittings.finish(self.session, sitting_id, now=clock.at(0.5))
        if visit.clinician:
            self._answer(encounter, visit.clinician, "clinician", clock, send=True)
        if visit.reached == Reached.ENDED:
            self._end(encounter, clock)
        return encounter

    def _start(self, visit: MadeUpVisit, clock: _Clock) -> Encounter:
        by, at = self.staff.desk.id, clock.at(0)
        if visit.who not in self.known:
            site: Site = self.parts.site
            added = patients.add(self.session, site.id, visit.who, by=by, now=at)
            self.known[visit.who] = added.id
        packets = {version.id: version.sha256 for version in library.current_packets(self.session)}
        return encounters.start(
            self.session,
            self.known[visit.who],
            packets[visit.packet],
            time_zone=self.parts.site.time_zone,
            by=by,
            now=at,
        )

    def _open_sitting(self, visit: MadeUpVisit, encounter: Encounter, clock: _Clock) -> UUID:
        """By code, as in the waiting room; birth day and month are right at the first try."""
        code, at = new_code(), clock.at(0.05)
        kiosk_access.open_sitting(
            self.session, encounter.id, code=code, language="en", by=self.staff.desk.id, now=at
        )
        sitting = kiosk_access.redeem(
            self.session, code, token=new_token(), tablet="demo", now=clock.at(0.06)
        )
        assert sitting is not None
        born = visit.who.born
        sittings.confirm_birth(
            self.session, sitting.id, day=born.day, month=born.month, now=clock.at(0.07)
        )
        return sitting.id

    def _answer(
        self,
        encounter: Encounter,
        given: Mapping[str, Document],
        role: str,
        clock: _Clock,
        *,
        send: bool,
    ) -> None:
        begins, ends = (0.1, 0.5) if role == "patient" else (0.6, 0.9)
        author = None if role == "patient" else self.staff.clinician.id
        step = (ends - begins) / len(given)
        for turn, (name, document) in enumerate(given.items()):
            response = responses.start(
                self.session,
                encounter.id,
                self.sha256[name],
                role=role,
                author_id=author,
                now=clock.at(begins + turn * step),
            )
            done = clock.at(begins + (turn + 1) * step)
            number = self._save(response.id, name, document, author, encounter, done)
            record_findings(self.session, encounter, self.parts.shelf, now=done)
            if send:
                responses.send(
                    self.session,
                    response.id,
                    shown_save_number=number,
                    form_key=new_form_key(),
                    now=done,
                    by=author,
                )

    def _save(
        self,
        response_id: UUID,
        name: str,
        document: Document,
        author: UUID | None,
        encounter: Encounter,
        now: datetime,
    ) -> int:
        """The draft, checked by the core like any other; returns its last save number."""
        questionnaire = self._questionnaire(self.sha256[name])
        visit = moment_of(now.astimezone(encounter.started_at.tzinfo))
        answers = read_document(questionnaire, document, visit=visit)
        whole = write_document(questionnaire, answers)
        number = 0
        for count in range(ANSWERS_A_SAVE, len(whole) + ANSWERS_A_SAVE, ANSWERS_A_SAVE):
            number = responses.save_answers(
                self.session,
                response_id,
                dict(list(whole.items())[:count]),
                shown_save_number=number,
                form_key=new_form_key(),
                now=now,
                by=author,
            ).save_number
        return number

    def _end(self, encounter: Encounter, clock: _Clock) -> None:
        by = self.staff.clinician.id
        for finding in findings.for_encounter(self.session, encounter.id):
            findings.mark_seen(self.session, finding.id, by=by, now=clock.at(0.92))
        encounters.end(self.session, encounter.id, by=by, now=clock.at(1))

    def _questionnaire(self, sha256: str) -> Questionnaire:
        return self.parts.shelf.questionnaire(self.session, sha256)
