"""Who may come back at a desk, as its list tells it to whoever passes."""

from datetime import datetime
from uuid import UUID

import pytest

from screening.store import models, returning, sign_in_ends
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from tests.store.at_the_desk import (
    DAY,
    ada_in,
    come_back,
    come_in,
    desk,
    here,
    set_pin,
)
from tests.store.builders import NOW, Clinic, later

__all__ = ["ada_in", "desk"]


def test_a_sign_in_that_waits_for_a_pin_is_listed_to_its_owner(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    elsewhere = come_in(database, clinic.ada, None, now=later(1))

    def listed(now: datetime) -> list[UUID]:
        with database.read() as session:
            found = sign_in_ends.live_ones(session, clinic.ada.id, own=elsewhere.id, now=now)
        return [one.id for one in found]

    assert listed(later(60)) == [elsewhere.id, ada_in.id]
    assert listed(later(11 * 60)) == [ada_in.id]  # the other opens nothing any more
    assert listed(NOW + DAY) == []


def test_several_people_share_a_workstation_and_each_comes_back_alone(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    set_pin(database, clinic.ben)
    ben_in = come_in(database, clinic.ben, desk, now=later(60))

    assert here(database, desk, later(120)) == ["DA", "DB"]
    for _ in range(3):
        come_back(database, desk.id, ben_in.id, matched=False, now=later(120))
    assert here(database, desk, later(120)) == ["DA"]
    assert come_back(database, desk.id, ada_in.id, now=later(120)) is not None


def test_who_signs_in_there_again_waits_once(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    again = come_in(database, clinic.ada, desk, now=later(60))

    assert here(database, desk, later(60)) == ["DA"]
    assert come_back(database, desk.id, ada_in.id, now=later(60)) is None
    assert come_back(database, desk.id, again.id, now=later(60)) is not None


@pytest.mark.parametrize(
    ("full_name", "letters"),
    [
        ("Dr Ada Byron", "AB"), ("Fay Desk", "FD"), ("Moss", "M"), ("Ida van der Berg", "DB"),
        ("  ", "?"), ("(Ada) Byron", "B"), ("Åsa Öst", "ÅÖ"),
    ],
)  # fmt: skip
def test_of_a_name_only_its_first_letters_are_told(full_name: str, letters: str) -> None:
    assert returning.initials(full_name) == letters


def test_equal_initials_are_told_apart_by_the_time_they_came(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    with database.write() as session:
        session.get_one(models.Account, clinic.ben.id).full_name = "Dr Ava"
    set_pin(database, clinic.ben)
    come_in(database, clinic.ben, desk, now=later(60))

    with database.read() as session:
        told = returning.waiting(session, desk.id, within=DAY, now=later(60))

    assert [(one.initials, one.since) for one in told] == [("DA", NOW), ("DA", later(60))]
