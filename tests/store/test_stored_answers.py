"""Sent answers of one questionnaire, visit by visit, as they were amended last."""

import pytest

from screening.store import models, stored_answers
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
    for response, key in ((clinic.response, "a"), (clinic.other_response, "b")):
        save(database, response.id, ANSWERS, 0, f"{key}1")
        send(database, response.id, 1, f"{key}2")
    together = read(database)

    monkeypatch.setattr(stored_answers, "BUNDLE", 1)

    assert together[0] == len(together[1]) == 2
    assert read(database) == together
