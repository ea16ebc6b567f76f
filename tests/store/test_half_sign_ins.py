"""Half a sign-in: the password was right, the second factor is still asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from screening.store import accounts, attempts, half_sign_ins, models, sign_ins
from screening.store.attempts import NAME_AT_PLACE, SECOND_FACTOR, SIGN_IN_PLACE
from screening.store.db import Database
from screening.store.half_sign_ins import LASTS, HalfSignIn
from tests.store.builders import NOW, Clinic, later

TOKEN, NEXT = "a" * 43, "b" * 43
PLACE, PAIR = "c" * 64, "d" * 64


def begin(database: Database, clinic: Clinic, token: str = TOKEN, pair: str = PAIR) -> HalfSignIn:
    with database.write() as session:
        return half_sign_ins.begin(session, clinic.ada.id, PLACE, pair, token, now=NOW)


def found(database: Database, token: str = TOKEN, after: float = 0) -> HalfSignIn | None:
    with database.read() as session:
        return half_sign_ins.find(session, token, now=later(after))


def rows(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(models.HalfSignIn)) or 0


def fail(database: Database, limit: attempts.Limit, mark: str) -> None:
    """Enough wrong tries for a lock."""
    with database.write() as session:
        for _ in range(limit.failures):
            attempts.failed(session, limit, mark, now=NOW)


def test_it_is_found_by_its_own_token_and_is_no_sign_in(database: Database, clinic: Clinic) -> None:
    half = begin(database, clinic)

    assert found(database) == half
    assert (half.account, half.locked) == (clinic.ada, False)
    assert found(database, NEXT) is None
    with database.read() as session:
        assert sign_ins.sign_in_by_token(session, TOKEN, now=NOW, touch=False) is None
        row = session.scalars(select(models.HalfSignIn)).one()
        assert row.token_hash != sign_ins.token_hash(session, TOKEN)
        assert TOKEN not in row.token_hash


def test_it_lasts_five_minutes_to_the_second(database: Database, clinic: Clinic) -> None:
    begin(database, clinic)

    assert timedelta(minutes=5) == LASTS
    assert found(database, after=LASTS.total_seconds() - 1) is not None
    assert found(database, after=LASTS.total_seconds()) is None


def test_a_new_one_of_the_same_name_at_the_same_place_takes_its_place(
    database: Database, clinic: Clinic
) -> None:
    begin(database, clinic)
    begin(database, clinic, "e" * 43, pair="f" * 64)  # at another desk

    begin(database, clinic, NEXT)

    assert (found(database), rows(database)) == (None, 2)
    assert found(database, NEXT) is not None
    assert found(database, "e" * 43) is not None


def test_it_goes_with_its_end_and_alone(database: Database, clinic: Clinic) -> None:
    half, other = begin(database, clinic), begin(database, clinic, NEXT, pair="f" * 64)

    with database.write() as session:
        half_sign_ins.end(session, half)
        half_sign_ins.end(session, half)

    assert found(database) is None
    assert found(database, NEXT) == other


def test_nobody_is_expected_any_more_once_the_account_is_disabled_or_reset(
    database: Database, clinic: Clinic
) -> None:
    begin(database, clinic)
    with database.write() as session:
        session.get_one(models.Account, clinic.ada.id).disabled_at = NOW
    assert found(database) is None

    with database.write() as session:
        session.get_one(models.Account, clinic.ada.id).disabled_at = None
    assert found(database) is not None
    with database.write() as session:
        accounts.reset_password(
            session, clinic.ada.id, password_hash="another", must_change=False,
            by=clinic.ben.id, now=later(1),
        )  # fmt: skip
    assert rows(database) == 0


@pytest.mark.parametrize(
    ("limit", "mark"),
    [(NAME_AT_PLACE, PAIR), (SIGN_IN_PLACE, PLACE), (SECOND_FACTOR, "account")],
    ids=["here", "the place", "the account"],
)
def test_each_of_what_a_wrong_try_counts_against_locks_it_for_a_while(
    database: Database, clinic: Clinic, limit: attempts.Limit, mark: str
) -> None:
    half = begin(database, clinic)
    mark = clinic.ada.id.hex if mark == "account" else mark
    assert (limit, mark) in half.counted_under

    fail(database, limit, mark)

    locked, later_on = found(database), found(database, after=limit.first_lockout.total_seconds())
    assert locked is not None
    assert locked.locked
    assert later_on is not None
    assert not later_on.locked


def test_whoever_came_in_here_before_is_not_locked_out_by_tries_from_elsewhere(
    database: Database, clinic: Clinic
) -> None:
    begin(database, clinic)
    with database.write() as session:
        attempts.succeeded(session, NAME_AT_PLACE, PAIR, now=NOW)

    fail(database, SECOND_FACTOR, clinic.ada.id.hex)
    fail(database, SIGN_IN_PLACE, PLACE)

    half = found(database)
    assert half is not None
    assert not half.locked
    fail(database, NAME_AT_PLACE, PAIR)  # tries from here lock here
    half = found(database)
    assert half is not None
    assert half.locked
