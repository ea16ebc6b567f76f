"""Sent answers of one questionnaire, visit by visit, as they were amended last."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from screening.store import erasing, models, stored_answers
from screening.store.db import Database
from screening.store.stored_answers import StoredVisit
from tests.store.builders import Clinic, later
from tests.store.filling import ANSWERS, amend, save, send


def read(database: Database, name: str = "cows") -> tuple[int, list[StoredVisit]]:
    with database.read() as session:
        return (
            stored_answers.count_visits(session, name),
            list(stored_answers.visits(session, name)),
        )


def test_what_was_sent_comes_as_it_was_amended_and_drafts_stay_where_they_are(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.other_response.id, ANSWERS, 0, "k1")  # a draft
    save(database, clinic.response.id, ANSWERS, 0, "k2")
    send(database, clinic.response.id, 1, "k3")
    amend(database, clinic, {"pulse": "98"}, 1, "k4")

    number, (visit,) = read(database)

    assert number == 1
    assert visit.responses is not None
    (response,) = visit.responses
    assert response.document == {"pulse": "98"}
    assert (response.completed_at, response.amended_at) == (later(60), later(120))
    assert (response.role, response.questionnaire_id) == ("patient", "cows")
    assert read(database, "other") == (0, [])


def test_a_void_visit_is_left_out(database: Database, clinic: Clinic) -> None:
    save(database, clinic.response.id, ANSWERS, 0, "k1")
    send(database, clinic.response.id, 1, "k2")
    with database.write() as session:
        session.get_one(models.Encounter, clinic.encounter.id).state = "void"

    assert read(database) == (0, [])


def test_every_visit_comes_once_in_bundles_of_any_size(
    database: Database, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_twice(database, clinic)
    together = read(database)

    monkeypatch.setattr(stored_answers, "BUNDLE", 1)

    assert together[0] == len(together[1]) == 2
    assert read(database) == together


def sent_twice(database: Database, clinic: Clinic) -> None:
    """Cleo and Noah have each sent an answer."""
    for response, key in ((clinic.response, "a"), (clinic.other_response, "b")):
        save(database, response.id, ANSWERS, 0, f"{key}1")
        send(database, response.id, 1, f"{key}2")


def erase(session: Session, clinic: Clinic, *, patient: bool, cleo: bool) -> None:
    row = models.Erasure(
        id=uuid4(), site_id=clinic.site.id, scope="visit", ground="ordered", state="asked",
        asked_by=clinic.ada.id, asked_at=later(200), counts="{}",
    )  # fmt: skip
    session.add(row)
    session.flush()
    visit = clinic.encounter if cleo else clinic.other_encounter
    erase_one = erasing.erase_patient if patient else erasing.erase_visit
    target: UUID = visit.patient_id if patient else visit.id
    erase_one(session, target, row.id, by=clinic.ben.id, now=later(300))


@pytest.mark.parametrize("patient", [False, True], ids=["visit", "patient"])
def test_an_erased_visit_is_left_out(database: Database, clinic: Clinic, patient: bool) -> None:
    sent_twice(database, clinic)

    with database.write() as session:
        erase(session, clinic, patient=patient, cleo=True)

    number, (visit,) = read(database)
    assert number == 1
    assert visit.number == clinic.other_encounter.number


@pytest.mark.parametrize("patient", [False, True], ids=["visit", "patient"])
def test_what_is_erased_while_it_is_counted_is_left_out_and_the_rest_is_counted(
    database: Database, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, patient: bool
) -> None:
    sent_twice(database, clinic)
    monkeypatch.setattr(stored_answers, "BUNDLE", 1)

    with database.read() as session:
        found = stored_answers.visits(session, "cows")
        next(found)
        # Both began at one moment: the id decides who comes second.
        second = max(clinic.encounter.id, clinic.other_encounter.id)
        with database.write() as writing:
            erase(writing, clinic, patient=patient, cleo=second == clinic.encounter.id)

        assert list(found) == []
