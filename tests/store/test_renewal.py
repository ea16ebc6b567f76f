"""Patients that an earlier release marked are found after an upgrade."""

from datetime import date

from screening.store import models, patients
from screening.store.db import Database
from screening.store.migrations import downgrade, upgrade
from screening.store.patients import Identity
from screening.store.renewal import renew_marks
from screening.store.sealing import keyed, keys_of
from tests.store.builders import NOW, Clinic

ANN = Identity("O’Brien", "Ann", date(1990, 1, 2), "N1")


def marked_before(database: Database, clinic: Clinic) -> None:
    """Ann, as the release before the recipe stored her: the curved sign stood in her mark."""
    with database.write() as session:
        ann = patients.add(session, clinic.site.id, ANN, by=clinic.ada.id, now=NOW)
        row = session.get_one(models.Patient, ann.id)
        place = (clinic.site.id.hex, "o’brien", ANN.born.isoformat())
        row.family_mark = keyed(keys_of(session).search, "family", *place)
        row.marks_recipe = 1


def found(database: Database, clinic: Clinic, typed: str) -> int:
    with database.read() as session:
        return len(patients.find(session, clinic.site.id, typed, ANN.born))


def test_rows_of_an_earlier_release_are_found_after_the_upgrade(
    database: Database, clinic: Clinic
) -> None:
    marked_before(database, clinic)
    downgrade(database.engine, "0012")
    upgrade(database.engine)
    assert found(database, clinic, "O'Brien") == 0

    with database.write() as session:
        assert renew_marks(session) == 3  # Ann, Cleo and Noah

    assert found(database, clinic, "O'Brien") == found(database, clinic, "o´brien") == 1
    with database.write() as session:
        assert renew_marks(session) == 0


def test_a_damaged_row_keeps_nobody_else_from_being_found(
    database: Database, clinic: Clinic
) -> None:
    marked_before(database, clinic)
    with database.write() as session:
        torn = session.get_one(models.Patient, clinic.noah.id)
        torn.identity, torn.marks_recipe = b"torn", 1

    with database.write() as session:
        assert renew_marks(session) == 1

    assert found(database, clinic, "O'Brien") == 1
