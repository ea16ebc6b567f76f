"""Sittings: one code opens one tablet once, and nothing tells why another did not."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from screening.security import kiosk_tokens
from screening.store import attempts, kiosk_access, models, sittings
from screening.store.db import Database
from screening.store.errors import NotThere, OutOfTurn
from screening.store.hand_over import SittingState
from screening.store.sittings import Sitting
from tests.store.builders import CLEO, NOW, Clinic, later
from tests.store.together import run_together

CODE = "ABCD2345"
TOKEN = "t" * 43


def with_code(database: Database, clinic: Clinic, code: str = CODE) -> Sitting:
    with database.write() as session:
        return kiosk_access.open_sitting(
            session, clinic.encounter.id, code=code, language="en", by=clinic.ada.id, now=NOW
        )


def redeem(
    database: Database,
    code: str = CODE,
    *,
    token: str = TOKEN,
    tablet: str = "tablet 1",
    now: datetime = NOW,
) -> Sitting | None:
    with database.write() as session:
        return kiosk_access.redeem(session, code, token=token, tablet=tablet, now=now)


def confirm(database: Database, sitting_id: UUID, day: int, month: int) -> SittingState:
    with database.write() as session:
        return sittings.confirm_birth(session, sitting_id, day=day, month=month, now=NOW).state


def by_token(database: Database, token: str = TOKEN, now: datetime = NOW) -> Sitting | None:
    with database.write() as session:
        return sittings.by_token(session, token, now=now)


def test_a_code_opens_its_sitting_and_binds_the_token(database: Database, clinic: Clinic) -> None:
    made = with_code(database, clinic)

    opened = redeem(database)

    assert made.state == SittingState.CODE
    assert opened is not None
    assert (opened.id, opened.state) == (made.id, SittingState.CONFIRM)
    assert by_token(database) == opened
    assert by_token(database, "x" * 43) is None


def test_wrong_used_and_expired_codes_give_the_same_nothing(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    with_code(database, clinic, "WXYZ2345")
    assert redeem(database) is not None

    wrong = redeem(database, "ZZZZ9999")
    used = redeem(database)
    expired = redeem(database, "WXYZ2345", now=NOW + kiosk_access.CODE_LIFE)

    assert (wrong, used, expired) == (None, None, None)


def test_a_code_typed_on_two_tablets_at_once_opens_one(database: Database, clinic: Clinic) -> None:
    with_code(database, clinic)
    opened: list[Sitting | None] = []

    run_together(
        *[
            lambda n=n: opened.append(redeem(database, token=str(n) * 43, tablet=f"tablet {n}"))
            for n in range(4)
        ]
    )

    assert sorted(sitting is not None for sitting in opened) == [False, False, False, True]


def test_ten_wrong_codes_lock_the_tablet_and_no_other_one(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    for _ in range(attempts.CODE_AT_TABLET.failures):
        assert redeem(database, "ZZZZ9999") is None

    right_but_locked = redeem(database)
    on_another_tablet = redeem(database, tablet="tablet 2")

    assert right_but_locked is None
    assert on_another_tablet is not None


def test_a_locked_tablet_opens_again_and_locks_longer_the_next_time(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    for round_start in (0, 61):
        for _ in range(attempts.CODE_AT_TABLET.failures):
            redeem(database, "ZZZZ9999", now=later(round_start))

    assert redeem(database, now=later(61 + 119)) is None
    assert redeem(database, now=later(61 + 121)) is not None


def test_tries_are_counted_in_the_database_in_all_tablets_together(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    with database.write() as session:
        anywhere = attempts.mark(session, "anywhere")
        for _ in range(attempts.CODE_ANYWHERE.failures - 1):
            attempts.failed(session, attempts.CODE_ANYWHERE, anywhere, now=NOW)

    assert redeem(database, "ZZZZ9999", tablet="tablet 7") is None

    assert redeem(database) is None
    assert redeem(database, now=later(61)) is not None


def test_birth_day_and_month_open_the_questions(database: Database, clinic: Clinic) -> None:
    sitting = with_code(database, clinic)
    redeem(database)

    assert confirm(database, sitting.id, CLEO.born.month, CLEO.born.day) == SittingState.CONFIRM
    assert confirm(database, sitting.id, CLEO.born.day, CLEO.born.month) == SittingState.ANSWERING


def test_three_wrong_birth_days_lock_the_sitting_until_staff_make_a_new_code(
    database: Database, clinic: Clinic
) -> None:
    sitting = with_code(database, clinic)
    redeem(database)

    states = [confirm(database, sitting.id, 1, 1) for _ in range(3)]

    assert states == [SittingState.CONFIRM, SittingState.CONFIRM, SittingState.LOCKED]
    with pytest.raises(OutOfTurn):
        confirm(database, sitting.id, CLEO.born.day, CLEO.born.month)
    assert by_token(database) is None
    with database.write() as session:
        kiosk_access.new_code(session, sitting.id, code="NEWC2345", by=clinic.ada.id, now=NOW)
    again = redeem(database, "NEWC2345", token="n" * 43)
    assert again is not None
    assert (again.id, again.birth_tries_left) == (sitting.id, 3)
    assert confirm(database, sitting.id, CLEO.born.day, CLEO.born.month) == SittingState.ANSWERING


def test_a_paused_sitting_goes_on_elsewhere_with_a_new_code_and_birth_day(
    database: Database, clinic: Clinic
) -> None:
    sitting = with_code(database, clinic)
    redeem(database)
    confirm(database, sitting.id, CLEO.born.day, CLEO.born.month)

    with database.write() as session:
        paused = sittings.pause(session, sitting.id, now=NOW)
    with database.write() as session:
        kiosk_access.new_code(session, sitting.id, code="NEWC2345", by=clinic.ada.id, now=NOW)

    assert paused.state == SittingState.PAUSED
    assert by_token(database) is None
    resumed = redeem(database, "NEWC2345", token="n" * 43, tablet="tablet 2")
    assert resumed is not None
    assert resumed.state == SittingState.CONFIRM


def test_a_new_code_replaces_the_old_one(database: Database, clinic: Clinic) -> None:
    sitting = with_code(database, clinic)

    with database.write() as session:
        kiosk_access.new_code(session, sitting.id, code="NEWC2345", by=clinic.ada.id, now=NOW)

    assert redeem(database) is None
    assert redeem(database, "NEWC2345") is not None


def test_a_tablet_left_alone_is_paused_by_the_server_itself(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    redeem(database)
    active = NOW + timedelta(minutes=5)
    assert by_token(database, now=active) is not None
    assert by_token(database, now=active + timedelta(minutes=5, seconds=59)) is not None

    left = active + timedelta(minutes=12, seconds=15)

    assert by_token(database, now=left) is None
    assert by_token(database, now=active) is None
    with database.read() as session:
        (sitting,) = sittings.for_encounter(session, clinic.encounter.id)
    assert sitting.state == SittingState.PAUSED


def test_a_finished_sitting_opens_for_nobody_any_more(database: Database, clinic: Clinic) -> None:
    sitting = with_code(database, clinic)
    redeem(database)
    confirm(database, sitting.id, CLEO.born.day, CLEO.born.month)

    with database.write() as session:
        sittings.note_answer(session, sitting.id, all_answered=True)
        finished = sittings.finish(session, sitting.id, now=later(60))
        again = sittings.finish(session, sitting.id, now=later(90))

    assert finished == again
    assert (finished.state, finished.finished_at) == (SittingState.HANDED_BACK, later(60))
    assert by_token(database) is None
    with database.write() as session, pytest.raises(NotThere):
        kiosk_access.new_code(session, sitting.id, code="NEWC2345", by=clinic.ada.id, now=NOW)


def test_this_very_tablet_is_handed_over_without_a_code(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        sitting = kiosk_access.hand_over(
            session,
            clinic.encounter.id,
            token=TOKEN,
            language="en",
            read_aloud=True,
            by=clinic.ada.id,
            now=NOW,
        )

    assert by_token(database) == sitting
    assert (sitting.state, sitting.read_aloud) == (SittingState.CONFIRM, True)


def test_neither_code_nor_token_is_in_the_database(database: Database, clinic: Clinic) -> None:
    code, token = kiosk_tokens.new_code(), kiosk_tokens.new_token()
    with_code(database, clinic, code)
    redeem(database, code, token=token)

    with database.read() as session:
        cells = [
            str(value)
            for table in models.Sitting.metadata.sorted_tables
            for row in session.execute(select(table))
            for value in row
        ]
    assert not [cell for cell in cells if code in cell or token in cell]


def test_a_refused_code_is_in_the_audit_trail(database: Database, clinic: Clinic) -> None:
    redeem(database, "ZZZZ9999")

    with database.read() as session:
        refused = select(func.count()).where(models.AuditEvent.kind == "code_refused")
        assert session.scalar(refused) == 1


def test_an_unknown_sitting_or_visit_is_not_there(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        with pytest.raises(NotThere, match="sitting"):
            sittings.pause(session, uuid4(), now=NOW)
        with pytest.raises(NotThere, match="visit"):
            kiosk_access.hand_over(
                session, uuid4(), token=TOKEN, language="en", by=clinic.ada.id, now=NOW
            )


def test_pages_read_in_quick_turn_do_not_mean_a_write_each(
    database: Database, clinic: Clinic
) -> None:
    with_code(database, clinic)
    redeem(database)

    with database.read() as session:  # A write would be refused here.
        quick = sittings.by_token(session, TOKEN, now=later(5))
    slow = by_token(database, now=later(20))

    assert quick is not None
    assert slow is not None
    assert (quick.last_seen_at, slow.last_seen_at) == (NOW, later(20))
