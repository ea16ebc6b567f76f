"""Signing in: guesses run into growing lockouts, the honest get in, cookies end in time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from screening.security import kiosk_tokens, passwords
from screening.store import accounts, attempts, models, sign_in_ends, sign_ins, signing_in
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from tests.store.builders import NOW, Clinic, an_account, later
from tests.store.together import run_together

TOKEN = "t" * 43
RIGHT = "quartz lantern ferry moss"


def attempt(
    database: Database,
    name: str,
    *,
    matched: bool,
    place: str = "ward",
    token: str = TOKEN,
    now: datetime = NOW,
) -> SignIn | None:
    with database.read() as session:
        tried = signing_in.look_up(session, name, place, now=now)
    with database.write() as session:
        return signing_in.settle(session, tried, matched=matched, token=token, now=now)


def by_token(database: Database, now: datetime, *, touch: bool = True) -> SignIn | None:
    with database.write() as session:
        return sign_ins.sign_in_by_token(session, TOKEN, now=now, touch=touch)


def test_a_real_password_signs_in_and_a_wrong_one_does_not(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        hashed = passwords.hash_password(RIGHT)
        cora = an_account(session, clinic.site.id, "cora", password_hash=hashed)

    outcomes = []
    for name, typed in [("Cora", RIGHT), ("cora", RIGHT + " "), ("nobody", RIGHT)]:
        with database.read() as session:
            tried = signing_in.look_up(session, name, "ward", now=NOW)
        matched = passwords.matches(tried.password_hash, typed)
        with database.write() as session:
            token = kiosk_tokens.new_token()
            outcomes.append(
                signing_in.settle(session, tried, matched=matched, token=token, now=NOW)
            )

    assert [outcome and outcome.account for outcome in outcomes] == [cora, None, None]


def test_five_failures_lock_the_name_at_this_place_and_nowhere_else(
    database: Database, clinic: Clinic
) -> None:
    for _ in range(5):
        assert attempt(database, "ada", matched=False) is None

    assert attempt(database, "ada", matched=True) is None
    assert attempt(database, "ben", matched=True, token="b" * 43) is not None
    assert attempt(database, "ada", matched=True, place="office") is not None


def test_each_round_of_failures_locks_for_twice_as_long_up_to_an_hour(
    database: Database, clinic: Clinic
) -> None:
    now, waits = NOW, []
    with database.write() as session:
        for _ in range(9):
            for _ in range(5):
                attempts.failed(session, attempts.NAME_AT_PLACE, "x", now=now)
            row = session.get_one(models.AttemptCounter, ("name_at_place", "x"))
            assert row.locked_until is not None
            waits.append((row.locked_until - now).total_seconds() / 60)
            now = row.locked_until

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_lockout_is_over_when_its_time_is(database: Database, clinic: Clinic) -> None:
    for _ in range(5):
        attempt(database, "ada", matched=False)

    assert attempt(database, "ada", matched=True, now=later(59)) is None
    assert attempt(database, "ada", matched=True, now=later(60)) is not None


def test_a_success_or_a_quiet_day_forgets_the_failures(database: Database, clinic: Clinic) -> None:
    for _ in range(4):
        attempt(database, "ada", matched=False)
    attempt(database, "ada", matched=True)
    for _ in range(4):
        attempt(database, "ada", matched=False)
    next_day = NOW + timedelta(hours=25)
    for _ in range(4):
        attempt(database, "ada", matched=False, now=next_day)

    assert attempt(database, "ada", matched=True, token="n" * 43, now=next_day) is not None


def test_many_names_tried_from_one_place_lock_it_for_strangers_only(
    database: Database, clinic: Clinic
) -> None:
    assert attempt(database, "ada", matched=True) is not None
    for number in range(attempts.SIGN_IN_PLACE.failures):
        attempt(database, f"guess {number}", matched=False)

    assert attempt(database, "ben", matched=True, token="b" * 43) is None
    assert attempt(database, "ada", matched=True, token="c" * 43) is not None
    assert attempt(database, "ben", matched=True, token="d" * 43, place="office") is not None


def test_unknown_names_are_counted_and_locked_like_known_ones(
    database: Database, clinic: Clinic
) -> None:
    for name in ("ada", "nobody"):
        for _ in range(5):
            attempt(database, name, matched=False)

    with database.read() as session:
        locked = [signing_in.look_up(session, n, "ward", now=NOW).locked for n in ("ada", "nobody")]
        refused = select(func.count()).where(models.AuditEvent.kind == "sign_in_refused")
        assert session.scalar(refused) == 10
    assert locked == [True, True]


def test_guesses_sent_at_one_moment_do_not_slip_past_the_count(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        tried = signing_in.look_up(session, "ada", "ward", now=NOW)
    assert not tried.locked

    def settle(matched: bool, token: str) -> SignIn | None:
        with database.write() as session:
            return signing_in.settle(session, tried, matched=matched, token=token, now=NOW)

    run_together(*[lambda: settle(False, TOKEN)] * 5)

    assert settle(True, TOKEN) is None


def test_a_password_changed_between_look_up_and_settling_does_not_open(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        tried = signing_in.look_up(session, "ada", "ward", now=NOW)
    with database.write() as session:
        accounts.reset_password(
            session, clinic.ada.id, password_hash="new", must_change=True, by=None, now=NOW
        )

    with database.write() as session:
        assert signing_in.settle(session, tried, matched=True, token=TOKEN, now=NOW) is None


def test_a_dummy_comparison_that_matched_by_a_slip_still_opens_nothing(
    database: Database, clinic: Clinic
) -> None:
    assert attempt(database, "nobody", matched=True) is None


def test_a_sign_in_lives_while_it_is_used_and_dies_after_ten_idle_minutes(
    database: Database, clinic: Clinic
) -> None:
    attempt(database, "ada", matched=True)

    assert by_token(database, later(9 * 60)) is not None
    assert by_token(database, later(18 * 60)) is not None
    assert by_token(database, later(28 * 60)) is None


def test_polling_keeps_nobody_signed_in(database: Database, clinic: Clinic) -> None:
    attempt(database, "ada", matched=True)

    assert by_token(database, later(9 * 60), touch=False) is not None
    assert by_token(database, later(10 * 60)) is None


def test_twelve_hours_are_the_end_however_busy(database: Database, clinic: Clinic) -> None:
    attempt(database, "ada", matched=True)
    alive = [by_token(database, NOW + timedelta(minutes=9 * n)) is not None for n in range(1, 82)]

    assert alive == [9 * n < 12 * 60 for n in range(1, 82)]


def test_signing_out_ends_it_for_good(database: Database, clinic: Clinic) -> None:
    opened = attempt(database, "ada", matched=True)
    assert opened is not None

    with database.write() as session:
        sign_in_ends.sign_out(session, opened.id, now=later(1))
        sign_in_ends.sign_out(session, opened.id, now=later(2))

    assert by_token(database, later(3)) is None
    with database.read() as session:
        row = session.get_one(models.SignIn, opened.id)
        assert (row.ended_at, row.end_reason) == (later(1), "signed_out")


@pytest.mark.parametrize("token", ["", "x" * 43, TOKEN[:-1], TOKEN + "t"])
def test_another_token_is_nobody(database: Database, clinic: Clinic, token: str) -> None:
    attempt(database, "ada", matched=True)

    with database.read() as session:
        assert sign_ins.sign_in_by_token(session, token, now=NOW, touch=False) is None


def test_the_token_is_not_in_the_database(database: Database, clinic: Clinic) -> None:
    token = kiosk_tokens.new_token()
    opened = attempt(database, "ada", matched=True, token=token)
    assert opened is not None

    with database.read() as session:
        row = session.get_one(models.SignIn, opened.id)
        assert token not in (row.token_hash, row.place)


def test_an_attempt_in_a_log_line_shows_no_hash(database: Database, clinic: Clinic) -> None:
    with database.read() as session:
        tried = signing_in.look_up(session, "ada", "ward", now=NOW)

    assert tried.password_hash is not None
    assert tried.password_hash not in repr(replace(tried, locked=True))
