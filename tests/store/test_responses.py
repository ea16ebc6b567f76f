"""Responses: what was acknowledged is stored once, and nothing typed is lost to a later page."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from screening.store import encounters, models, responses, revisions
from screening.store.db import Database
from screening.store.errors import (
    EncounterEnded,
    FormKeyReused,
    NotThere,
    StaleForm,
)
from screening.store.responses import ResponseState
from tests.store.builders import NOW, Clinic, a_key, later
from tests.store.filling import ANSWERS, count, draft, save
from tests.store.together import run_together


def test_a_response_pins_its_version_and_begins_empty(database: Database, clinic: Clinic) -> None:
    response = clinic.response

    assert (response.questionnaire_id, response.questionnaire_version) == ("cows", "1.0.0")
    assert response.state == ResponseState.DRAFT
    assert draft(database, response.id) == (0, {})


def test_saved_answers_come_back_as_they_were(database: Database, clinic: Clinic) -> None:
    number = save(database, clinic.response.id, ANSWERS, 0, a_key())

    assert number == 1
    assert draft(database, clinic.response.id) == (1, ANSWERS)
    assert draft(database, clinic.other_response.id) == (0, {})


def test_the_same_page_sent_twice_is_saved_once_and_answered_alike(
    database: Database, clinic: Clinic
) -> None:
    key = a_key()

    first = save(database, clinic.response.id, ANSWERS, 0, key)
    later_page = save(database, clinic.response.id, {"pulse": "90"}, 1, a_key())
    again = save(database, clinic.response.id, ANSWERS, 0, key)

    assert (first, later_page, again) == (1, 2, 1)
    assert draft(database, clinic.response.id) == (2, {"pulse": "90"})


def test_the_same_page_with_something_else_in_it_is_refused_with_what_is_stored(
    database: Database, clinic: Clinic
) -> None:
    key = a_key()
    save(database, clinic.response.id, {"pulse": "104"}, 0, key)

    with pytest.raises(StaleForm) as refused:
        save(database, clinic.response.id, {"pulse": "90"}, 0, key)

    assert refused.value.stored == {"pulse": "104"}
    assert draft(database, clinic.response.id) == (1, {"pulse": "104"})


def test_the_same_page_sent_by_many_threads_at_once_makes_one_row(
    database: Database, clinic: Clinic
) -> None:
    key, numbers = a_key(), []

    run_together(*[lambda: numbers.append(save(database, clinic.response.id, ANSWERS, 0, key))] * 8)

    assert numbers == [1] * 8
    assert count(database, models.FormKey) == 1
    assert draft(database, clinic.response.id) == (1, ANSWERS)


def test_two_tablets_that_save_at_once_are_one_save_and_one_stale_form(
    database: Database, clinic: Clinic
) -> None:
    outcomes: list[object] = []

    def save_from(tablet: str) -> None:
        try:
            save(database, clinic.response.id, {"tablet": tablet}, 0, a_key())
            outcomes.append("saved")
        except StaleForm as stale:
            outcomes.append(stale.stored)

    run_together(lambda: save_from("one"), lambda: save_from("two"))

    stored = draft(database, clinic.response.id)[1]
    assert "saved" in outcomes
    assert stored in outcomes


def test_a_stale_page_changes_nothing_and_brings_the_stored_answers_back(
    database: Database, clinic: Clinic
) -> None:
    save(database, clinic.response.id, ANSWERS, 0, a_key())

    with pytest.raises(StaleForm) as stale:
        save(database, clinic.response.id, {"pulse": "60"}, 0, a_key())

    assert (stale.value.save_number, stale.value.stored) == (1, ANSWERS)
    assert "104" not in str(stale.value)
    assert "104" not in repr(stale.value)
    assert draft(database, clinic.response.id) == (1, ANSWERS)


def test_a_page_from_the_future_is_stale_as_well(database: Database, clinic: Clinic) -> None:
    with pytest.raises(StaleForm):
        save(database, clinic.response.id, ANSWERS, 7, a_key())


def test_a_form_key_belongs_to_one_response(database: Database, clinic: Clinic) -> None:
    key = a_key()
    save(database, clinic.response.id, ANSWERS, 0, key)

    with pytest.raises(FormKeyReused):
        save(database, clinic.other_response.id, ANSWERS, 0, key)
    assert draft(database, clinic.other_response.id) == (0, {})


def test_a_form_key_of_any_length_and_script_is_taken(database: Database, clinic: Clinic) -> None:
    key = "ключ" * 5000

    assert save(database, clinic.response.id, ANSWERS, 0, key) == 1
    assert save(database, clinic.response.id, ANSWERS, 0, key) == 1


def test_starting_twice_gives_the_same_response_unless_a_further_one_is_wanted(
    database: Database, clinic: Clinic
) -> None:
    def start(**more: bool) -> UUID:
        with database.write() as session:
            return responses.start(
                session,
                clinic.encounter.id,
                clinic.response.questionnaire_sha256,
                role="clinician",
                author_id=clinic.ada.id,
                now=later(1 + len(started)),
                **more,
            ).id

    started: list[UUID] = []
    started += [start()]
    started += [start()]
    started += [start(again=True)]
    started += [start()]

    assert started[0] == started[1] != started[2] == started[3]
    assert clinic.response.id not in started
    with database.read() as session:
        found = responses.for_encounter(session, clinic.encounter.id)
    assert [r.id for r in found] == [clinic.response.id, started[0], started[2]]


def test_a_patient_starts_nothing_in_an_ended_visit_and_a_clinician_still_can(
    database: Database, clinic: Clinic
) -> None:
    sha256 = clinic.response.questionnaire_sha256

    with database.write() as session:
        encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=NOW)
        start = partial(responses.start, session, clinic.encounter.id, sha256, now=NOW)
        known = start(role="patient", author_id=None)
        rated = start(role="clinician", author_id=clinic.ada.id)
        with pytest.raises(EncounterEnded):
            start(role="patient", author_id=None, again=True)

    assert known.id == clinic.response.id
    assert rated.id != known.id


def test_an_unknown_response_is_not_there(database: Database, clinic: Clinic) -> None:
    with pytest.raises(NotThere):
        save(database, uuid4(), ANSWERS, 0, a_key())
    with database.read() as session:
        with pytest.raises(NotThere):
            responses.load_draft(session, uuid4())
        with pytest.raises(NotThere):
            revisions.get(session, clinic.response.id, 1)
    with database.write() as session, pytest.raises(NotThere):
        revisions.amend(
            session,
            uuid4(),
            ANSWERS,
            reason="x",
            shown_revision=1,
            form_key=a_key(),
            by=clinic.ada.id,
            now=NOW,
        )
    with database.write() as session, pytest.raises(NotThere, match="questionnaire"):
        responses.start(
            session, clinic.encounter.id, "0" * 64, role="patient", author_id=None, now=NOW
        )
