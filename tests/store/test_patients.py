"""Patients: found exactly, never twice under one number, unreadable in the file."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from screening.store import encounters, patients, sites
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere
from tests.store.builders import CLEO, NOW, ZONE, Clinic, an_identity, later
from tests.store.together import run_together


def test_a_patient_comes_back_as_added(database: Database, clinic: Clinic) -> None:
    with database.read() as session:
        found = patients.get(session, clinic.cleo.id)

    assert found == clinic.cleo
    assert found.identity == CLEO


@pytest.mark.parametrize("typed", ["MRN-00417", "mrn 00417", " mrn-004 17", "MRN00417"])
def test_a_record_number_is_found_however_it_is_typed(
    database: Database, clinic: Clinic, typed: str
) -> None:
    with database.read() as session:
        assert patients.find_by_record(session, clinic.site.id, typed) == clinic.cleo


@pytest.mark.parametrize("typed", ["MRN-0041", "00417", "", "N-3"])
def test_another_record_number_finds_nobody(database: Database, clinic: Clinic, typed: str) -> None:
    with database.read() as session:
        assert patients.find_by_record(session, clinic.site.id, typed) is None


def test_a_patient_is_found_by_family_name_and_birth_date_together(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        find = patients.find

        assert find(session, clinic.site.id, "okonkwo", CLEO.born) == (clinic.cleo,)
        assert find(session, clinic.site.id, "okonkwo", date(1994, 2, 8)) == ()
        assert find(session, clinic.site.id, "lind", CLEO.born) == ()


def test_no_search_reaches_another_sites_patients(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        other = sites.add_site(session, "Hill Clinic", ZONE, now=NOW).id

    with database.read() as session:
        assert patients.find_by_record(session, other, CLEO.record) is None
        assert patients.find(session, other, CLEO.family, CLEO.born) == ()
        assert patients.near_duplicates(session, other, CLEO.born) == ()
        assert patients.recent(session, other) == ()


def test_everybody_with_one_birth_date_is_shown_as_a_possible_duplicate(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        twin = an_identity("Okonkwu", "N-9", given="Cléo", born=CLEO.born)
        added = patients.add(session, clinic.site.id, twin, by=clinic.ada.id, now=NOW)

    with database.read() as session:
        found = patients.near_duplicates(session, clinic.site.id, CLEO.born)
    assert found == (clinic.cleo, added)


def test_a_record_number_belongs_to_one_patient(database: Database, clinic: Clinic) -> None:
    same = an_identity("Somebody", "mrn 00417")

    with database.write() as session:
        with pytest.raises(NameTaken) as taken:
            patients.add(session, clinic.site.id, same, by=None, now=NOW)
        after = patients.add(session, clinic.site.id, an_identity("Else", "N-3"), by=None, now=NOW)

    assert "00417" not in str(taken.value)
    with database.read() as session:
        assert patients.get(session, after.id) == after


def test_two_desks_that_add_one_patient_at_once_make_one(
    database: Database, clinic: Clinic
) -> None:
    outcomes: list[str] = []

    def add() -> None:
        with database.write() as session:
            try:
                patients.add(session, clinic.site.id, an_identity("New", "N-5"), by=None, now=NOW)
                outcomes.append("added")
            except NameTaken:
                outcomes.append("taken")

    run_together(add, add, add)

    assert sorted(outcomes) == ["added", "taken", "taken"]


def test_a_corrected_patient_is_found_under_the_new_data_only(
    database: Database, clinic: Clinic
) -> None:
    right = replace(CLEO, family="Okonkwo-Reyes", born=date(1994, 7, 2))

    with database.write() as session:
        corrected = patients.correct(
            session, clinic.cleo.id, right, correction=uuid4(), by=clinic.ada.id, now=NOW
        )

    with database.read() as session:
        assert patients.find(session, clinic.site.id, right.family, right.born) == (corrected,)
        assert patients.find(session, clinic.site.id, CLEO.family, CLEO.born) == ()
        assert patients.get(session, clinic.cleo.id).identity_version == 2


def test_a_correction_to_somebody_elses_number_is_refused_and_changes_nothing(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session, pytest.raises(NameTaken):
        patients.correct(
            session,
            clinic.cleo.id,
            replace(CLEO, record="N-2"),
            correction=uuid4(),
            by=clinic.ada.id,
            now=NOW,
        )

    with database.read() as session:
        assert patients.get(session, clinic.cleo.id) == clinic.cleo


def test_the_patients_seen_last_come_first(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        new = patients.add(session, clinic.site.id, an_identity("A", "N-6"), by=None, now=later(60))
        encounters.start(
            session,
            clinic.noah.id,
            clinic.encounter.packet_sha256,
            time_zone=ZONE,
            by=clinic.ada.id,
            now=later(120),
        )

    with database.read() as session:
        found = patients.recent(session, clinic.site.id)
        assert [patient.id for patient in found] == [clinic.noah.id, new.id, clinic.cleo.id]
        assert len(patients.recent(session, clinic.site.id, limit=2)) == 2


def test_nobody_is_there_under_an_unknown_id(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        with pytest.raises(NotThere):
            patients.get(session, uuid4())
        with pytest.raises(NotThere):
            patients.correct(session, uuid4(), CLEO, correction=uuid4(), by=clinic.ada.id, now=NOW)


def test_a_patient_in_a_log_line_shows_an_id_only(clinic: Clinic) -> None:
    shown = repr(clinic.cleo)

    assert str(clinic.cleo.id) in shown
    assert not any(word in shown for word in ("Okonkwo", "Cleo", "1994", "00417"))
