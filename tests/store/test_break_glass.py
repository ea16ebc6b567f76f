"""Break-glass access: one patient, one clinician, one hour; and nothing told to who guesses."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from screening.store import attempts, break_glass, encounters, models, sites
from screening.store.break_glass import Access
from screening.store.db import Database
from screening.store.errors import NotThere
from tests.store.builders import CLEO, NOW, Clinic, an_account, later

REASON = "Brought in unconscious after a fall"


@pytest.fixture
def eve(database: Database, clinic: Clinic) -> models.Account:
    """A clinician of another site."""
    with database.write() as session:
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=NOW)
        return an_account(session, hill.id, "eve")


@pytest.fixture
def opened(database: Database, clinic: Clinic, eve: models.Account) -> Access:
    """Her access to Cleo's record."""
    with database.write() as session:
        return break_glass.open_access(session, clinic.cleo, REASON, by=eve.id, now=NOW)


def test_it_lasts_an_hour_to_the_second(database: Database, eve: models.Account, opened) -> None:
    with database.read() as session:
        assert break_glass.live(session, opened.id, by=eve.id, now=later(3599)) == opened
        assert break_glass.live_ones(session, by=eve.id, now=later(3599)) == (opened,)
        with pytest.raises(NotThere):
            break_glass.live(session, opened.id, by=eve.id, now=later(3600))
        assert break_glass.live_ones(session, by=eve.id, now=later(3600)) == ()


def test_it_opens_the_patients_visits_and_no_others_and_to_nobody_else(
    database: Database, clinic: Clinic, eve: models.Account, opened: Access
) -> None:
    def visit(encounter_id, *, access=opened.id, by=eve.id, seconds=60):
        with database.read() as session:
            return break_glass.visit(session, access, encounter_id, by=by, now=later(seconds))

    assert visit(clinic.encounter.id).id == clinic.encounter.id
    for wrong in (
        {"encounter_id": clinic.other_encounter.id},
        {"encounter_id": clinic.encounter.id, "by": clinic.ben.id},
        {"encounter_id": clinic.encounter.id, "access": clinic.encounter.id},
        {"encounter_id": clinic.encounter.id, "seconds": 3600},
    ):
        with pytest.raises(NotThere) as caught:
            visit(**wrong)
        assert str(caught.value) == "There is no such visit."


def test_a_visit_made_void_is_not_shown(
    database: Database, clinic: Clinic, eve: models.Account, opened: Access
) -> None:
    with database.write() as session:
        encounters.make_void(session, clinic.encounter.id, now=NOW)
    with database.read() as session, pytest.raises(NotThere):
        break_glass.visit(session, opened.id, clinic.encounter.id, by=eve.id, now=NOW)


def test_the_patient_is_found_by_record_number_and_birth_date_together(
    database: Database, clinic: Clinic, eve: models.Account
) -> None:
    def find(record: str, born: date, now=NOW):
        with database.write() as session:
            return break_glass.find(session, clinic.site.id, record, born, by=eve.id, now=now)

    assert find(CLEO.record, CLEO.born) == clinic.cleo
    assert find(CLEO.record, CLEO.born + timedelta(days=1)) is None
    assert find("N-2", CLEO.born) is None
    assert find("nobody", CLEO.born) is None


def test_who_guesses_is_locked_out_and_even_the_right_patient_is_not_told(
    database: Database, clinic: Clinic, eve: models.Account
) -> None:
    def find(record: str, now=NOW):
        with database.write() as session:
            return break_glass.find(session, clinic.site.id, record, CLEO.born, by=eve.id, now=now)

    for number in range(attempts.BREAK_GLASS.failures):
        assert find(f"guess {number}") is None

    assert find(CLEO.record) is None
    assert find(CLEO.record, later(60)) == clinic.cleo
    with database.read() as session:
        held = select(models.AuditEvent).where(models.AuditEvent.kind == "glass_held")
        assert len(session.scalars(held).all()) == attempts.BREAK_GLASS.failures


def test_the_reason_is_sealed_and_the_site_of_the_patient_lists_it(
    database: Database, clinic: Clinic, eve: models.Account, opened: Access
) -> None:
    with database.read() as session:
        assert break_glass.of_site(session, clinic.site.id, at_most=10) == (opened,)
        assert break_glass.of_site(session, eve.site_id, at_most=10) == ()
        row = session.get_one(models.BreakGlass, opened.id)
        event = session.scalars(
            select(models.AuditEvent).order_by(models.AuditEvent.number.desc())
        ).first()
        assert break_glass.other_sites(session, eve.site_id) == (
            (clinic.site.id, "Harbour Clinic"),
        )
    assert REASON.encode() not in row.reason
    assert opened.reason == REASON
    assert REASON not in repr(opened)
    assert (event.kind, event.account_id) == ("glass_broken", eve.id)
    assert "fall" not in event.ids
