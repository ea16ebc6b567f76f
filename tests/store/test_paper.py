"""Paper entries: who typed what, the second look, and what may not happen before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from screening.store import calls, encounters, findings, paper, responses
from screening.store.db import Database
from screening.store.errors import AlreadySent, EncounterEnded, NotThere, TooSoon
from screening.store.models import AuditEvent, PaperPage
from screening.store.paper import PaperEntry
from tests.store.builders import NOW, Clinic, later

DAY = date(2026, 11, 17)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


def typed(session: Session, clinic: Clinic) -> PaperEntry:
    """Ada typed one page of Cleo's."""
    visit, ada = clinic.encounter.id, clinic.ada.id
    paper.begin(session, visit, language="es", filled_in_on=DAY, by=ada, now=NOW)
    paper.keep_page(
        session, clinic.response.id, "now", typed=["gate"], blank=["nights"], by=ada, now=NOW
    )
    found = paper.of_encounter(session, visit)
    assert found is not None
    return found


def test_language_day_and_transcriber_come_back(session: Session, clinic: Clinic) -> None:
    entry = typed(session, clinic)

    assert (entry.language, entry.filled_in_on) == ("es", DAY)
    assert entry.typists == (clinic.ada.id,)
    assert entry.typed_of("cows") == {"gate"}
    assert entry.blank_of("cows") == {"nights"}
    assert paper.of_encounter(session, clinic.other_encounter.id) is None


def test_another_person_takes_the_second_look_at_once(session: Session, clinic: Clinic) -> None:
    typed(session, clinic)

    paper.check(session, clinic.encounter.id, by=clinic.ben.id, now=later(1))

    entry = paper.of_encounter(session, clinic.encounter.id)
    assert entry is not None
    assert (entry.checked_by, entry.checked_at) == (clinic.ben.id, later(1))


def test_who_typed_waits_ten_minutes(session: Session, clinic: Clinic) -> None:
    typed(session, clinic)
    visit, ada = clinic.encounter.id, clinic.ada.id

    with pytest.raises(TooSoon):
        paper.check(session, visit, by=ada, now=NOW + timedelta(minutes=9, seconds=59))
    paper.check(session, visit, by=ada, now=NOW + timedelta(minutes=10))


def test_a_page_typed_anew_is_the_last_persons(session: Session, clinic: Clinic) -> None:
    typed(session, clinic)
    response, ben = clinic.response.id, clinic.ben.id

    paper.keep_page(session, response, "now", typed=["nights"], blank=[], by=ben, now=later(5))

    entry = paper.of_encounter(session, clinic.encounter.id)
    assert entry is not None
    assert entry.typists == (ben,)
    assert entry.may_check_from(clinic.ada.id) is None
    kinds = [event.kind for event in session.query(AuditEvent).all()]
    assert kinds.count("paper_typed") == 2


def test_nothing_is_checked_twice_or_before_it_was_typed(session: Session, clinic: Clinic) -> None:
    with pytest.raises(NotThere):
        paper.check(session, clinic.encounter.id, by=clinic.ben.id, now=NOW)
    typed(session, clinic)
    paper.check(session, clinic.encounter.id, by=clinic.ben.id, now=NOW)

    with pytest.raises(AlreadySent):
        paper.check(session, clinic.encounter.id, by=clinic.ben.id, now=NOW)
    with pytest.raises(AlreadySent):
        typed(session, clinic)


def test_which_items_were_left_blank_is_sealed(session: Session, clinic: Clinic) -> None:
    typed(session, clinic)

    (row,) = session.query(PaperPage).all()
    assert b"nights" not in row.items


def test_paper_is_typed_in_after_the_visit_and_still_calls(
    session: Session, clinic: Clinic
) -> None:
    visit, sha = clinic.encounter, clinic.response.questionnaire_sha256
    encounters.end(session, visit.id, by=clinic.ada.id, now=later(1))
    start = {"role": "patient", "author_id": None, "now": later(2), "again": True}
    with pytest.raises(EncounterEnded):
        responses.start(session, visit.id, sha, **start)  # type: ignore[arg-type]

    made = responses.start(session, visit.id, sha, on_paper=True, **start)  # type: ignore[arg-type]

    told = {"level": "now", "text": "X", "because": "y"}
    findings.raise_finding(session, clinic.response.id, "old", now=NOW, **told)
    assert calls.waiting(session, visit.site_id) == ()  # raised before it ended
    findings.raise_finding(session, made.id, "new", now=later(3), **told)
    assert [one.encounter_id for one in calls.waiting(session, visit.site_id)] == [visit.id]
