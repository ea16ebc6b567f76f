"""Visits of a list, put straight into the store: what was sent, in how many of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from screening.core.questionnaire import Questionnaire
from screening.store import (
    encounters,
    erasures,
    findings,
    library,
    models,
    responses,
    revisions,
)
from screening.store.encounters import Encounter
from screening.store.erasures import Ground, Scope
from screening.store.patients import Identity, Patient
from screening.store.patients import add as add_patient
from screening.store.straight import Straight
from screening.web import shelf
from tests.web.conftest import Clinic
from tests.web.test_worked_cases_in_forms import shelf_for

SCALE = "gad2"  # two items of 0 to 3 points; a published band from 3 on
CALM = {"nervous": "some_days", "control_worry": "some_days"}  # 1 + 1 = 2 points
WORSE = {"nervous": "almost_daily", "control_worry": "most_days"}  # 3 + 2 = 5 points


def patient(clinic: Clinic, number: int, family: str = "") -> Patient:
    """Somebody new."""
    who = Identity(family or f"Family {number}", "Given", date(1980, 1, 1), f"L-{number}")
    with clinic.parts.database.write() as session:
        return add_patient(session, clinic.parts.site.id, who, by=clinic.fay.id, now=clinic.clock())


def send(
    clinic: Clinic,
    visit: Encounter,
    name: str,
    answers: Mapping[str, object],
    *,
    role: str = "patient",
    level: str = "",
) -> None:
    """One form of a visit, with a finding of that level where there is one."""
    with clinic.parts.database.write() as session:
        of = clinic.parts.shelf.current(session)[name]
        author = clinic.ada.id if role == "clinician" else None
        held = responses.start(
            session, visit.id, of.sha256, role=role, author_id=author, now=clinic.clock()
        )
        responses.save_answers(
            session, held.id, answers, shown_save_number=0, form_key=uuid4().hex,
            now=clinic.clock(), by=author,
        )  # fmt: skip
        if level:
            findings.raise_finding(
                session, held.id, "made_up", level=level, text="Made-up finding",
                because="an answer", now=clinic.clock(),
            )  # fmt: skip
        responses.send(
            session, held.id, shown_save_number=1, form_key=uuid4().hex, now=clinic.clock(),
            by=author,
        )  # fmt: skip


def end(clinic: Clinic, visit: Encounter) -> None:
    """The visit is over."""
    with clinic.parts.database.write() as session:
        encounters.end(session, visit.id, by=clinic.fay.id, now=clinic.clock())


def erase(clinic: Clinic, scope: Scope, target: UUID) -> None:
    """Asked for by the administrator, carried out by the clinician."""
    site_id, now = clinic.parts.site.id, clinic.clock()
    with clinic.parts.database.write() as session:
        asked = erasures.ask(
            session, site_id, scope, [target], Ground.ORDERED, by=clinic.moss.id, now=now
        )
        erasures.carry_out(session, asked.id, site_id=site_id, by=clinic.ada.id, now=now)


def fill(
    session: Session,
    site_id: UUID,
    by: UUID,
    forms: Sequence[tuple[Questionnaire, str, Mapping[str, object]]],
    number: int,
    *,
    each: int = 5,
    now: datetime | None = None,
) -> None:
    """So many open visits, five of each patient, with these forms sent; every tenth has a finding.

    Rows alone, without the trail of acts: thousands of visits in seconds.

    forms   questionnaire, role and answers
    """
    at = now or datetime.now(UTC)
    packet = next(iter(library.current_packets(session))).sha256
    for place in range(number):
        began = at - timedelta(hours=number - place)
        if place % each == 0:
            who = Identity(f"Family {place}", "Given", date(1950, 1, 1), uuid4().hex[:12])
            person = add_patient(session, site_id, who, by=by, now=began)
        visit = models.Encounter(
            id=uuid4(), site_id=site_id, patient_id=person.id, number=place % each + 1,
            code=uuid4().hex[:16], packet_sha256=packet, state="open", time_zone="UTC",
            started_by=by, started_at=began,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        for of, role, answers in forms:
            row = models.Response(
                id=uuid4(), encounter_id=visit.id, questionnaire_id=of.id,
                questionnaire_version=of.version, questionnaire_sha256=of.sha256, role=role,
                author_id=None, state="sent", started_at=began,
            )  # fmt: skip
            session.add(row)
            session.flush()
            revisions.add(session, row.id, 1, answers, reason=None, by=None, now=began)
        if place % 10 == 0:
            findings.raise_finding(
                session, row.id, "made_up", level="before_leaving", text="Made-up finding",
                because="an answer", now=began,
            )  # fmt: skip


@pytest.fixture
def scale_clinic(make_clinic: Callable[[Path], Clinic], tmp_path: Path) -> Clinic:
    """A clinic whose only packet is one short scale."""
    return make_clinic(shelf_for(SCALE, tmp_path / "definitions"))


def a_visit(clinic: Clinic, number: int, answers: object = CALM, **more: Any) -> Encounter:
    """A new patient's visit, a minute after the last one, with the scale sent."""
    clinic.clock.forward(minutes=1)
    visit = clinic.start_visit(of=patient(clinic, number))
    if answers is not None:
        send(clinic, visit, SCALE, answers, **more)  # type: ignore[arg-type]
    return visit


@contextmanager
def counted(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement, those that go past SQLAlchemy's session included."""
    sent: list[str] = []
    first = Straight.first

    def straight(self: Straight, *given: Any, **values: Any) -> Any:
        sent.append("straight")
        return first(self, *given, **values)

    def note(*told: Any) -> None:
        sent.append(told[2])

    engines = (clinic.parts.database.engine, clinic.parts.database.reading_engine)
    with monkeypatch.context() as patched:
        patched.setattr(Straight, "first", straight)
        # The look for newer texts comes by the clock, about once in two seconds.
        patched.setattr(shelf, "LOOK_EVERY", 3600.0)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        yield sent
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
