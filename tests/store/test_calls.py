"""Calls: shown until a named person answers, and again when the answer comes back."""

from __future__ import annotations

import pytest

from screening.store import calls, encounters, findings, responses
from screening.store.calls import Call
from screening.store.db import Database
from tests.store.builders import NOW, Clinic, later
from tests.trail import events


def raise_it(database: Database, clinic: Clinic, seconds: float = 0, level: str = "now") -> None:
    with database.write() as session:
        findings.raise_finding(
            session,
            clinic.response.id,
            "chest_pain",
            level=level,
            text="Chest pain",
            because="answered Yes",
            now=later(seconds),
        )


def waiting(database: Database, clinic: Clinic) -> tuple[Call, ...]:
    with database.read() as session:
        return calls.waiting(session, clinic.site.id)


def answer(database: Database, clinic: Clinic, seconds: float) -> int:
    with database.write() as session:
        return calls.answer(session, clinic.encounter.id, by=clinic.ben.id, now=later(seconds))


def test_a_finding_of_level_now_calls_until_somebody_answers(
    database: Database, clinic: Clinic
) -> None:
    assert waiting(database, clinic) == ()
    raise_it(database, clinic)

    assert waiting(database, clinic) == (Call(clinic.encounter.id, NOW, from_tablet=True),)
    assert answer(database, clinic, 30) == 1
    assert waiting(database, clinic) == ()


def test_who_answered_is_kept_and_on_the_trail(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)
    answer(database, clinic, 30)

    assert answer(database, clinic, 60) == 0
    with database.read() as session:
        (found,) = findings.for_encounter(session, clinic.encounter.id)
    assert (found.answered_by, found.answered_at) == (clinic.ben.id, later(30))
    assert found.seen_by is None
    assert [event.account_id for event in events(database, "call_answered")] == [clinic.ben.id]


@pytest.mark.parametrize("level", ["before_leaving", "within_7_days", "note"])
def test_other_levels_call_nobody(database: Database, clinic: Clinic, level: str) -> None:
    raise_it(database, clinic, level=level)

    assert waiting(database, clinic) == ()


def test_an_answer_that_comes_back_calls_again(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)
    answer(database, clinic, 30)
    with database.write() as session:
        findings.mark_changed(
            session, clinic.response.id, "chest_pain", because="answered No", now=later(60)
        )
    assert waiting(database, clinic) == ()

    raise_it(database, clinic, 90)

    assert len(waiting(database, clinic)) == 1


def test_a_changed_answer_does_not_end_a_call(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)
    with database.write() as session:
        findings.mark_changed(
            session, clinic.response.id, "chest_pain", because="answered No", now=later(60)
        )

    assert len(waiting(database, clinic)) == 1


def test_whoever_has_seen_the_finding_has_answered(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)
    with database.write() as session:
        (found,) = findings.for_encounter(session, clinic.encounter.id)
        findings.mark_seen(session, found.id, by=clinic.ada.id, now=later(10))

    assert waiting(database, clinic) == ()


def test_an_ended_visit_calls_no_more(database: Database, clinic: Clinic) -> None:
    raise_it(database, clinic)
    with database.write() as session:
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=later(10))

    assert waiting(database, clinic) == ()


def test_a_call_of_a_clinicians_rating_says_so(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        rating = responses.start(
            session,
            clinic.encounter.id,
            clinic.response.questionnaire_sha256,
            role="clinician",
            author_id=clinic.ada.id,
            now=NOW,
        )
        findings.raise_finding(
            session, rating.id, "slow", level="now", text="Slow", because="8", now=NOW
        )

    assert [call.from_tablet for call in waiting(database, clinic)] == [False]
