"""Coming back by PIN: at this workstation, today, three tries; whatever ends a sign-in ends it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from screening.store import models, pins, returning, workstations
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from tests.store.at_the_desk import (
    BACK,
    DAY,
    ada_in,
    come_back,
    come_in,
    desk,
    enrol,
    here,
    kinds_in,
    known,
    set_pin,
)
from tests.store.builders import NOW, Clinic, later
from tests.store.together import run_together

__all__ = ["ada_in", "desk"]


def test_after_the_idle_lock_a_right_pin_opens_the_sign_in_again(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    at = later(11 * 60)

    found = come_back(database, desk.id, ada_in.id, now=at)

    assert found is not None
    assert (found.id, found.account, found.started_at) == (ada_in.id, ada_in.account, NOW)
    assert known(database, BACK, at) is not None
    with database.read() as session:
        kinds = kinds_in(session)
        assert workstations.in_use(session, desk.site_id)[0].last_used_at == at
    assert kinds[-1] == "came_back"


def test_twelve_hours_after_the_full_sign_in_no_pin_helps_however_often_it_did(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    almost = NOW + DAY - timedelta(seconds=1)

    assert come_back(database, desk.id, ada_in.id, now=later(3600)) is not None
    assert come_back(database, desk.id, ada_in.id, now=almost) is not None
    assert known(database, BACK, NOW + DAY) is None
    assert come_back(database, desk.id, ada_in.id, now=NOW + DAY) is None
    assert here(database, desk, NOW + DAY) == []


def test_a_site_may_allow_less_time_and_none(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    two_hours = timedelta(hours=2)

    for within, now in ((two_hours, NOW + two_hours), (timedelta(0), later(1))):
        assert come_back(database, desk.id, ada_in.id, within=within, now=now) is None
    assert come_back(database, desk.id, ada_in.id, within=two_hours, now=later(60)) is not None


def test_more_than_twelve_hours_cannot_be_allowed(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    found = come_back(
        database, desk.id, ada_in.id, within=timedelta(hours=20), now=NOW + timedelta(hours=13)
    )

    assert found is None


@pytest.mark.parametrize("wrong", [1, 2])
def test_fewer_than_three_wrong_pins_leave_the_way_open(
    database: Database, desk: Workstation, ada_in: SignIn, wrong: int
) -> None:
    for _ in range(wrong):
        assert come_back(database, desk.id, ada_in.id, matched=False) is None

    assert come_back(database, desk.id, ada_in.id) is not None
    for _ in range(2):  # counted from nought again
        come_back(database, desk.id, ada_in.id, matched=False)
    assert come_back(database, desk.id, ada_in.id) is not None


def test_the_third_wrong_pin_ends_the_sign_in(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    for _ in range(3):
        assert come_back(database, desk.id, ada_in.id, matched=False) is None

    assert come_back(database, desk.id, ada_in.id) is None
    assert here(database, desk) == []
    with database.read() as session:
        row = session.get_one(models.SignIn, ada_in.id)
        kinds = kinds_in(session)
    assert (row.end_reason, row.pin_tries) == ("pin_tries", 3)
    assert kinds[-4:] == ["pin_refused"] * 3 + ["signed_out"]


def test_without_the_count_a_fourth_guess_would_open(
    database: Database, desk: Workstation, ada_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof."""
    monkeypatch.setattr(returning, "PIN_TRIES", 1000)
    for _ in range(3):
        come_back(database, desk.id, ada_in.id, matched=False)

    assert come_back(database, desk.id, ada_in.id) is not None


def test_guesses_sent_at_one_moment_do_not_slip_past_the_count(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    with database.read() as session:
        tried = returning.look_up(session, desk.id, ada_in.id, within=DAY, now=NOW)

    def settle(matched: bool) -> SignIn | None:
        with database.write() as session:
            return returning.settle(
                session, tried, matched=matched, token=BACK, within=DAY, now=NOW
            )

    run_together(*[lambda: settle(False)] * 3)

    assert settle(True) is None


def test_only_the_workstation_of_the_sign_in_opens_it(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    other = enrol(database, clinic, "Back office")

    for at in (other.id, uuid4()):
        assert come_back(database, at, ada_in.id) is None
    assert here(database, other) == []
    with database.read() as session:
        assert session.get_one(models.SignIn, ada_in.id).pin_tries == 0  # nor do tries count there


def test_a_sign_in_on_a_computer_that_is_not_enrolled_is_opened_by_no_pin(
    database: Database, clinic: Clinic, desk: Workstation
) -> None:
    set_pin(database, clinic.ada)
    elsewhere = come_in(database, clinic.ada, None)

    assert come_back(database, desk.id, elsewhere.id) is None
    assert here(database, desk) == []


def test_without_a_pin_nobody_comes_back(
    database: Database, clinic: Clinic, desk: Workstation
) -> None:
    came = come_in(database, clinic.ada, desk)

    assert come_back(database, desk.id, came.id) is None
    assert here(database, desk) == []


def test_a_pin_set_anew_between_look_up_and_settling_does_not_open(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    with database.read() as session:
        tried = returning.look_up(session, desk.id, ada_in.id, within=DAY, now=NOW)
    set_pin(database, clinic.ada, "hash of another")

    with database.write() as session:
        assert (
            returning.settle(session, tried, matched=True, token=BACK, within=DAY, now=NOW) is None
        )


def test_a_locked_sign_in_has_no_token_and_waits(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    assert come_back(database, desk.id, ada_in.id) is not None
    with database.write() as session:
        returning.lock(session, ada_in.id, now=later(1))

    assert known(database, BACK, later(2)) is None
    assert here(database, desk, later(2)) == ["DA"]
    assert come_back(database, desk.id, ada_in.id, now=later(2)) is not None


def test_a_pin_is_no_proof_not_even_a_minute_after_the_password(
    database: Database, desk: Workstation, ada_in: SignIn
) -> None:
    found = come_back(database, desk.id, ada_in.id, now=later(60))

    assert found is not None
    assert ada_in.proved_at == NOW
    assert later(60) - found.proved_at > timedelta(hours=12)


@pytest.mark.parametrize("enrolled", [True, False])
def test_locking_where_no_pin_could_open_signs_out(
    database: Database, clinic: Clinic, desk: Workstation, enrolled: bool
) -> None:
    came = come_in(database, clinic.ada, desk if enrolled else None)
    if not enrolled:
        set_pin(database, clinic.ada)

    with database.write() as session:
        returning.lock(session, came.id, now=later(1))

    with database.read() as session:
        assert session.get_one(models.SignIn, came.id).end_reason == "signed_out"


def test_the_digits_are_hashed_under_a_key_and_for_one_account(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        keys = session.info["keys"]
    typed = {pins.to_hash(keys, who.id, "402975") for who in (clinic.ada, clinic.ben)}

    assert len(typed) == 2
    assert not [one for one in typed if "402975" in one]
