"""Workstations: enrolled under a name of their own, known by their cookie, renamed, retired."""

import pytest
from sqlalchemy import select

from screening.store import models, workstations
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere
from screening.store.workstations import Workstation
from tests.store.builders import NOW, Clinic, later

COOKIE = "d" * 43


def enrol(database: Database, clinic: Clinic, name: str, token: str = COOKIE) -> Workstation:
    with database.write() as session:
        return workstations.enrol(
            session, clinic.site.id, name, token=token, by=clinic.ben.id, now=NOW
        )


def test_a_workstation_is_known_by_its_cookie_alone(database: Database, clinic: Clinic) -> None:
    made = enrol(database, clinic, "Front desk")
    enrol(database, clinic, "Room 2", "e" * 43)

    with database.read() as session:
        assert workstations.by_token(session, COOKIE) == made
        assert workstations.by_token(session, "x" * 43) is None
        assert workstations.by_token(session, "") is None
        cells = [
            str(v) for row in session.execute(select(models.Workstation.__table__)) for v in row
        ]
    assert not [cell for cell in cells if COOKIE in cell]


def test_two_workstations_in_use_do_not_share_a_name(database: Database, clinic: Clinic) -> None:
    first = enrol(database, clinic, "Front desk")
    second = enrol(database, clinic, "Room 2", "e" * 43)

    def rename(name: str) -> None:
        with database.write() as session:
            workstations.rename(
                session, second.id, name, site_id=clinic.site.id, by=clinic.ben.id, now=NOW
            )

    with pytest.raises(NameTaken):
        enrol(database, clinic, "FRONT DESK", "f" * 43)
    with pytest.raises(NameTaken):
        rename("front desk")
    rename("ROOM 2")
    with database.write() as session:
        workstations.retire(
            session, first.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(1)
        )
    rename("Front desk")

    with database.read() as session:
        assert [one.name for one in workstations.in_use(session, clinic.site.id)] == ["Front desk"]


def test_a_retired_workstation_is_unknown_for_good(database: Database, clinic: Clinic) -> None:
    desk = enrol(database, clinic, "Front desk")
    with database.write() as session:
        workstations.retire(
            session, desk.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(1)
        )

    with database.write() as session:
        assert workstations.by_token(session, COOKIE) is None
        assert workstations.in_use(session, clinic.site.id) == ()
        with pytest.raises(NotThere):
            workstations.retire(
                session, desk.id, site_id=clinic.site.id, by=clinic.ben.id, now=later(2)
            )


def test_another_sites_workstation_is_not_there(database: Database, clinic: Clinic) -> None:
    desk = enrol(database, clinic, "Front desk")
    elsewhere = clinic.ada.id  # the id of no site

    with database.write() as session:
        with pytest.raises(NotThere):
            workstations.get(session, desk.id, site_id=elsewhere)
        with pytest.raises(NotThere):
            workstations.rename(
                session, desk.id, "Mine", site_id=elsewhere, by=clinic.ben.id, now=NOW
            )
        with pytest.raises(NotThere):
            workstations.retire(session, desk.id, site_id=elsewhere, by=clinic.ben.id, now=NOW)
        assert workstations.in_use(session, elsewhere) == ()
        assert workstations.get(session, desk.id, site_id=clinic.site.id) == desk
