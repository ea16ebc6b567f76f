"""Looking for events: by patient, visit, person, kind and time, and never at another site."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from screening.store import (
    audit_search,
    corrections,
    encounters,
    kiosk_access,
    models,
    patients,
    sites,
)
from screening.store.audit import Kind, record, record_read
from screening.store.audit_search import Event, Wanted
from screening.store.db import Database
from screening.store.migrations import downgrade, upgrade
from screening.store.patients import Identity
from tests.store.builders import NOW, Clinic, an_account, later

HILL = Identity("Hill", "Hana", date(1980, 5, 5), "H-1")


def found(database: Database, wanted: Wanted) -> tuple[Event, ...]:
    with database.read() as session:
        shown = audit_search.page(session, wanted, before=None, at_most=500)
        assert tuple(audit_search.oldest_first(session, wanted)) == shown[::-1]
        assert audit_search.count(session, wanted) == len(shown)
    return shown


def carried(events: tuple[Event, ...]) -> Iterator[UUID]:
    for event in events:
        yield from (UUID(v) for v in json.loads(event.ids).values() if len(str(v)) == 36)


def test_of_a_patient_everything_is_found_that_was_done_with_them(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        sitting = kiosk_access.open_sitting(
            session, clinic.encounter.id, code="2345678Q", language="en", by=clinic.ada.id, now=NOW
        )
        record(session, NOW, Kind.ANSWERS_SAVED, None, response=clinic.response.id, save=1)
        record_read(
            session, NOW, Kind.PATIENT_READ, clinic.ada.id, sign_in=uuid4(), patient=clinic.cleo.id
        )

    of_cleo = found(database, Wanted(clinic.site.id, about=clinic.cleo.id))

    assert {clinic.cleo.id, clinic.encounter.id, sitting.id, clinic.response.id} <= set(
        carried(of_cleo)
    )
    assert [event.kind for event in of_cleo[:2]] == ["patient_read", "answers_saved"]
    strangers = {clinic.noah.id, clinic.other_encounter.id, clinic.other_response.id}
    assert not strangers & set(carried(of_cleo))


def test_of_a_visit_only_what_was_done_at_it_is_found(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        record_read(
            session, NOW, Kind.PATIENT_READ, clinic.ada.id, sign_in=uuid4(), patient=clinic.cleo.id
        )

    at_it = found(database, Wanted(clinic.site.id, about=clinic.encounter.id))

    assert {event.kind for event in at_it} == {"encounter_started", "response_started"}


def test_an_entry_that_was_merged_and_a_visit_that_moved_are_found_at_whom_they_are_now(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        corrections.move(
            session, clinic.encounter.id, clinic.noah.id,
            site_id=clinic.site.id, reason="wrong person", by=clinic.ada.id, now=NOW,
        )  # fmt: skip

    of_noah = found(database, Wanted(clinic.site.id, about=clinic.noah.id))
    of_cleo = found(database, Wanted(clinic.site.id, about=clinic.cleo.id))

    assert clinic.response.id in set(carried(of_noah))
    assert clinic.response.id not in set(carried(of_cleo))
    assert "encounter_moved" in {event.kind for event in of_noah}
    assert "encounter_moved" in {event.kind for event in of_cleo}


def test_an_entry_that_was_merged_by_way_of_another_is_the_same_patient(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        first, second = (
            patients.add(session, clinic.site.id, who, by=clinic.ada.id, now=NOW).id
            for who in (HILL, replace(HILL, record="H-2"))
        )
        for gone, into in ((first, second), (second, clinic.cleo.id)):
            corrections.merge(
                session, gone, into,
                site_id=clinic.site.id, reason="one person", by=clinic.ada.id, now=NOW,
            )  # fmt: skip
        # As an earlier release left it: this one leads the first straight to the last.
        session.get_one(models.Patient, first).merged_into = second

    of_cleo = set(carried(found(database, Wanted(clinic.site.id, about=clinic.cleo.id))))

    assert {first, second, clinic.cleo.id} <= of_cleo
    assert clinic.noah.id not in of_cleo


def test_of_a_person_it_is_found_what_they_did_and_what_was_done_to_their_account(
    database: Database, clinic: Clinic
) -> None:
    of_ben = found(database, Wanted(clinic.site.id, account_id=clinic.ben.id))
    with database.write() as session:
        record(session, NOW, Kind.ENCOUNTER_ENDED, clinic.ben.id, encounter=clinic.encounter.id)
    then = found(database, Wanted(clinic.site.id, account_id=clinic.ben.id))

    assert [event.kind for event in of_ben] == ["account_added"]
    assert [event.kind for event in then] == ["encounter_ended", "account_added"]


def test_a_kind_and_a_span_of_time_narrow_it_down(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        for second in (10, 20, 30):
            record(session, later(second), Kind.CODE_USED, None, sitting=uuid4())

    span = found(
        database,
        Wanted(clinic.site.id, kind=Kind.CODE_USED, begins=later(10), ends=later(30)),
    )

    assert [event.at for event in span] == [later(20), later(10)]


def test_pages_follow_one_another_without_gap_or_overlap(
    database: Database, clinic: Clinic
) -> None:
    wanted = Wanted(clinic.site.id)
    everything = [event.number for event in found(database, wanted)]
    met: list[int] = []
    with database.read() as session:
        while page := audit_search.page(
            session, wanted, before=met[-1] if met else None, at_most=3
        ):
            met += [event.number for event in page]

    assert met == everything


@pytest.fixture
def hill(database: Database, clinic: Clinic) -> Clinic:
    """Another site with a person, a patient and a visit of its own."""
    with database.write() as session:
        site = sites.add_site(session, "Hill Clinic", "UTC", now=NOW)
        dora = an_account(session, site.id, "dora")
        hana = patients.add(session, site.id, HILL, by=dora.id, now=NOW)
        visit = encounters.start(
            session, hana.id, clinic.encounter.packet_sha256, time_zone="UTC", by=dora.id, now=NOW
        )
        sitting = kiosk_access.open_sitting(
            session, visit.id, code="2345678R", language="en", by=dora.id, now=NOW
        )
        record(session, NOW, Kind.CODE_USED, None, sitting=sitting.id)
        record(session, NOW, Kind.SITTING_FINISHED, None, sitting=sitting.id)
    return Clinic(
        site, dora, dora, hana, hana, visit, clinic.response, visit, clinic.response
    )  # fmt: skip


def test_nothing_is_found_that_was_done_at_another_site(
    database: Database, clinic: Clinic, hill: Clinic
) -> None:
    here = found(database, Wanted(clinic.site.id))
    there = found(database, Wanted(hill.site.id))

    assert not {event.account_id for event in here} & {hill.ada.id}
    assert hill.encounter.id not in set(carried(here))
    assert "sitting_finished" in {event.kind for event in there}
    assert "sitting_finished" not in {event.kind for event in here}
    both = {event.number for event in here} & {event.number for event in there}
    shared = {event.kind for event in here if event.number in both}
    assert shared == {"site_added", "version_imported", "account_added"}  # by the app itself
    assert found(database, Wanted(clinic.site.id, about=hill.cleo.id)) == ()
    assert found(database, Wanted(clinic.site.id, about=hill.encounter.id)) == ()
    with database.read() as session:
        whats = [
            audit_search.what_is(session, one.id, clinic.site.id)
            for one in (clinic.cleo, clinic.encounter, hill.cleo, hill.encounter)
        ]
    assert whats == ["patient", "encounter", "", ""]


def test_events_of_an_earlier_release_are_found_after_the_upgrade(
    database: Database, clinic: Clinic
) -> None:
    wanted = Wanted(clinic.site.id, about=clinic.cleo.id)
    before = found(database, wanted)
    downgrade(database.engine, "0020")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_event SET ids = 'no JSON' WHERE number = 1"))

    upgrade(database.engine)

    assert found(database, wanted) == before
    assert len(before) > 2


def test_a_time_is_read_as_it_was_written(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        record(session, datetime(2027, 1, 2, 3, 4, 5, 6, UTC), Kind.CODE_USED, None, sitting=1)

    newest = found(database, Wanted(clinic.site.id))[0]

    assert newest.at == datetime(2027, 1, 2, 3, 4, 5, 6, UTC)
