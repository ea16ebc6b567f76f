"""The list of a day: each patient once, in the order of their times."""

from datetime import date

import pytest

from screening.store import corrections, day_entries
from screening.store.day_entries import Expected
from screening.store.db import Database
from screening.store.errors import NotThere
from tests.store.builders import NOW, Clinic

DAY = date(2026, 11, 18)


def expect(database: Database, clinic: Clinic, who: str, time: str = "", day: date = DAY) -> bool:
    patient = getattr(clinic, who)
    with database.write() as session:
        return day_entries.expect(
            session, clinic.site.id, patient.id, day, time=time, packet_id="intake",
            by=clinic.ada.id, now=NOW,
        )  # fmt: skip


def listed(database: Database, clinic: Clinic) -> tuple[Expected, ...]:
    with database.read() as session:
        return day_entries.of_day(session, clinic.site.id, DAY)


def test_patients_stand_in_the_order_of_their_times(database: Database, clinic: Clinic) -> None:
    expect(database, clinic, "cleo")
    expect(database, clinic, "noah", "09:30")
    expect(database, clinic, "noah", "07:00", day=date(2026, 11, 19))

    found = listed(database, clinic)

    assert [(e.patient_id, e.time) for e in found] == [
        (clinic.noah.id, "09:30"),
        (clinic.cleo.id, ""),
    ]
    with database.read() as session:
        here = day_entries.of_day(session, clinic.site.id, DAY, but={clinic.noah.id})
    assert [entry.patient_id for entry in here] == [clinic.cleo.id]


def test_the_same_list_taken_twice_lists_everybody_once(database: Database, clinic: Clinic) -> None:
    assert expect(database, clinic, "cleo", "09:30")
    assert not expect(database, clinic, "cleo", "10:00")
    assert not expect(database, clinic, "cleo")

    assert [entry.time for entry in listed(database, clinic)] == ["10:00"]


def test_an_entry_is_taken_off_by_its_own_site_only(database: Database, clinic: Clinic) -> None:
    expect(database, clinic, "cleo")
    (entry,) = listed(database, clinic)
    with database.write() as session, pytest.raises(NotThere):
        day_entries.take_off(session, entry.id, site_id=clinic.ada.id)

    with database.write() as session:
        day_entries.take_off(session, entry.id, site_id=clinic.site.id)

    assert listed(database, clinic) == ()


def test_two_entries_of_one_person_are_expected_once(database: Database, clinic: Clinic) -> None:
    for who in ("cleo", "noah"):
        expect(database, clinic, who, "09:30")
    with database.write() as session:
        corrections.merge(
            session, clinic.noah.id, clinic.cleo.id, site_id=clinic.site.id, reason="twice",
            by=clinic.ada.id, now=NOW,
        )  # fmt: skip

    assert [entry.patient_id for entry in listed(database, clinic)] == [clinic.cleo.id]
