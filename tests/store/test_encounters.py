"""Encounters: numbered per patient, listed by the clinic's day, ended with their tablets."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from screening.store import encounters, kiosk_access, sites, sittings
from screening.store.db import Database
from screening.store.encounters import EncounterState
from screening.store.errors import EncounterEnded, NotThere
from tests.store.builders import NOW, ZONE, Clinic, an_encounter, later
from tests.store.together import run_together


def test_visits_are_numbered_per_patient(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        packet = clinic.encounter.packet_sha256
        second = an_encounter(session, clinic.cleo.id, packet, clinic.ada.id)

    assert (clinic.encounter.number, clinic.other_encounter.number, second.number) == (1, 1, 2)
    with database.read() as session:
        assert encounters.of_patient(session, clinic.cleo.id) == (clinic.encounter, second)


def test_two_desks_that_start_a_visit_at_once_get_two_numbers(
    database: Database, clinic: Clinic
) -> None:
    numbers: list[int] = []

    def start() -> None:
        with database.write() as session:
            packet = clinic.encounter.packet_sha256
            visit = an_encounter(session, clinic.cleo.id, packet, clinic.ada.id)
            numbers.append(visit.number)

    run_together(start, start, start)

    assert sorted(numbers) == [2, 3, 4]


def test_a_visit_pins_its_packet_and_has_a_code_of_its_own(clinic: Clinic) -> None:
    visit, other = clinic.encounter, clinic.other_encounter

    assert (visit.packet_id, visit.packet_version) == ("intake", "1.0.0")
    assert len(visit.code) == 16
    assert visit.code != other.code
    assert visit.time_zone == ZONE


def test_a_visit_of_another_site_is_not_there(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        other = sites.add_site(session, "Hill Clinic", ZONE, now=NOW).id

    with database.read() as session:
        with pytest.raises(NotThere) as not_mine:
            encounters.get(session, clinic.encounter.id, site_id=other)
        with pytest.raises(NotThere) as nowhere:
            encounters.get(session, uuid4(), site_id=other)
        mine = encounters.get(session, clinic.encounter.id, site_id=clinic.site.id)
        assert encounters.get(session, clinic.encounter.id) == mine
        assert encounters.list_open(session, other) == ()
        assert encounters.day_list(session, other, NOW.date(), time_zone=ZONE) == ()
    assert str(not_mine.value) == str(nowhere.value)
    assert mine == clinic.encounter


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 19, 4, 59, tzinfo=UTC), date(2026, 11, 18)),
        (datetime(2026, 11, 19, 5, 0, tzinfo=UTC), date(2026, 11, 19)),
        # Clocks go back on 1 November: that day has 25 hours in New York.
        (datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 5, 0, tzinfo=UTC), date(2026, 11, 2)),
    ],
)
def test_a_visit_is_listed_on_the_clinics_day_not_on_utcs(
    database: Database, clinic: Clinic, moment: datetime, day: date
) -> None:
    packet = clinic.encounter.packet_sha256
    with database.write() as session:
        visit = encounters.start(
            session, clinic.cleo.id, packet, time_zone=ZONE, by=clinic.ada.id, now=moment
        )

    with database.read() as session:
        days = [day.replace(day=day.day + step) for step in (0, 1)]
        listed = [
            visit in encounters.day_list(session, clinic.site.id, d, time_zone=ZONE) for d in days
        ]
    assert listed == [True, False]


def test_an_ended_visit_leaves_the_open_list_and_ends_once(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        ended = encounters.end(session, clinic.encounter.id, by=clinic.ada.id, now=later(60))
    with database.write() as session:
        again = encounters.end(session, clinic.encounter.id, by=clinic.ben.id, now=later(90))

    assert ended == again
    assert (ended.state, ended.ended_at) == (EncounterState.ENDED, later(60))
    with database.read() as session:
        assert encounters.list_open(session, clinic.site.id) == (clinic.other_encounter,)


def test_the_end_of_a_visit_shuts_its_code_and_its_tablet(
    database: Database, clinic: Clinic
) -> None:
    visit, by = clinic.encounter.id, clinic.ada.id
    settings = {"language": "en", "by": by, "now": NOW}
    with database.write() as session:
        kiosk_access.open_sitting(session, visit, code="ABCD2345", **settings)
        kiosk_access.hand_over(session, visit, token="t" * 43, **settings)

    with database.write() as session:
        encounters.end(session, visit, by=by, now=NOW)

    with database.write() as session:
        code = {"token": "u" * 43, "tablet": "t1", "now": NOW}
        assert kiosk_access.redeem(session, "ABCD2345", **code) is None
        assert sittings.by_token(session, "t" * 43, now=NOW) is None
        with pytest.raises(EncounterEnded):
            kiosk_access.hand_over(session, visit, token="v" * 43, **settings)
        with pytest.raises(EncounterEnded):
            kiosk_access.open_sitting(session, visit, code="EFGH2345", **settings)


def test_nothing_starts_for_an_unknown_patient_or_packet(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        with pytest.raises(NotThere, match="patient"):
            an_encounter(session, uuid4(), clinic.encounter.packet_sha256, clinic.ada.id)
        with pytest.raises(NotThere, match="packet"):
            an_encounter(session, clinic.cleo.id, "0" * 64, clinic.ada.id)
        with pytest.raises(NotThere):
            encounters.end(session, uuid4(), by=clinic.ada.id, now=NOW)
