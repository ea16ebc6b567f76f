"""Coming back by PIN: at this workstation, today, three tries; whatever ends a sign-in ends it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.security import kiosk_tokens
from screening.store import accounts, models, pins, returning, sign_ins, signing_in, workstations
from screening.store.account_value import Account
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from tests.store.builders import NOW, Clinic, later
from tests.store.together import run_together

DAY = timedelta(hours=12)
BACK = "b" * 43


def enrol(database: Database, clinic: Clinic, name: str = "Front desk") -> Workstation:
    token = kiosk_tokens.new_token()
    with database.write() as session:
        return workstations.enrol(
            session, clinic.site.id, name, token=token, by=clinic.ben.id, now=NOW
        )


def come_in(
    database: Database, who: Account, at: Workstation | None, *, now: datetime = NOW
) -> SignIn:
    """Sign in in full, at a workstation or elsewhere."""
    with database.read() as session:
        tried = signing_in.look_up(session, who.name, "desk", now=now)
    with database.write() as session:
        token = kiosk_tokens.new_token()
        found = signing_in.settle(session, tried, matched=True, token=token, now=now)
        assert isinstance(found, SignIn)
        if at is not None:
            returning.sit_down(session, found.id, at.id, now=now)
        return found


def set_pin(database: Database, who: Account, pin_hash: str = "hash of 402975") -> None:
    with database.write() as session:
        pins.keep(session, who.id, pin_hash, now=NOW)


def come_back(
    database: Database,
    at: UUID,
    sign_in_id: UUID,
    *,
    matched: bool = True,
    now: datetime = NOW,
    within: timedelta = DAY,
) -> SignIn | None:
    with database.read() as session:
        tried = returning.look_up(session, at, sign_in_id, within=within, now=now)
    with database.write() as session:
        return returning.settle(session, tried, matched=matched, token=BACK, within=within, now=now)


def here(database: Database, at: Workstation, now: datetime = NOW) -> list[str]:
    with database.read() as session:
        return [w.initials for w in returning.waiting(session, at.id, within=DAY, now=now)]


def known(database: Database, token: str, now: datetime) -> SignIn | None:
    with database.read() as session:
        return sign_ins.sign_in_by_token(session, token, now=now, touch=False)


def kinds_in(session: Session) -> list[str]:
    """Of the audit events, the oldest first."""
    events = select(models.AuditEvent.kind).order_by(models.AuditEvent.number)
    return list(session.scalars(events))


@pytest.fixture
def desk(database: Database, clinic: Clinic) -> Workstation:
    """An enrolled workstation."""
    return enrol(database, clinic)


@pytest.fixture
def ada_in(database: Database, clinic: Clinic, desk: Workstation) -> SignIn:
    """Dr Ada signed in there, with a PIN."""
    set_pin(database, clinic.ada)
    return come_in(database, clinic.ada, desk)


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


def _new_password(session: Session, clinic: Clinic, came: SignIn) -> None:
    accounts.reset_password(
        session, clinic.ada.id, password_hash="new", must_change=False, by=None, now=NOW
    )


def _disabled(session: Session, clinic: Clinic, came: SignIn) -> None:
    accounts.disable(session, clinic.ada.id, by=clinic.ben.id, now=NOW)


def _role_or_factor(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_ins.end_all(session, clinic.ada.id, reason="role", now=NOW)


def _factor_changed(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_ins.end_others(session, clinic.ada.id, keep=uuid4(), reason="factor", now=NOW)


def _revoked(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_ins.end_own(session, clinic.ada.id, came.id, now=NOW)


def _others_revoked(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_ins.end_others(session, clinic.ada.id, keep=uuid4(), reason="revoked", now=NOW)


def _signed_out(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_ins.sign_out(session, came.id, now=NOW)


def _retired(session: Session, clinic: Clinic, came: SignIn) -> None:
    (desk,) = workstations.in_use(session, clinic.site.id)
    workstations.retire(session, desk.id, site_id=clinic.site.id, by=clinic.ben.id, now=NOW)


@pytest.mark.parametrize(
    "end", [_new_password, _disabled, _role_or_factor, _factor_changed, _signed_out, _revoked,
            _others_revoked, _retired],
)  # fmt: skip
def test_each_event_that_ends_a_sign_in_ends_coming_back(
    database: Database,
    clinic: Clinic,
    desk: Workstation,
    ada_in: SignIn,
    end: Callable[[Session, Clinic, SignIn], None],
) -> None:
    with database.read() as session:
        before = returning.look_up(session, desk.id, ada_in.id, within=DAY, now=NOW)
    with database.write() as session:
        end(session, clinic, ada_in)

    assert come_back(database, desk.id, ada_in.id) is None
    assert here(database, desk) == []
    with database.write() as session:  # also when it came between look-up and settling
        settled = returning.settle(session, before, matched=True, token=BACK, within=DAY, now=NOW)
    assert settled is None


@pytest.mark.parametrize("end", [_new_password, _disabled, _role_or_factor, _factor_changed])
def test_the_pin_itself_goes_with_password_role_and_disabling(
    database: Database,
    clinic: Clinic,
    ada_in: SignIn,
    end: Callable[[Session, Clinic, SignIn], None],
) -> None:
    set_pin(database, clinic.ben)

    with database.write() as session:
        end(session, clinic, ada_in)

    with database.read() as session:
        assert not pins.is_set(session, clinic.ada.id)
        assert pins.is_set(session, clinic.ben.id)


def test_a_change_of_factors_in_the_sign_in_that_stays_ends_the_pin_and_revoking_does_not(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    def end_others(reason: str) -> bool:
        with database.write() as session:
            sign_ins.end_others(session, clinic.ada.id, keep=ada_in.id, reason=reason, now=NOW)
            return pins.is_set(session, clinic.ada.id)

    assert end_others("revoked")
    assert not end_others("factor")
    assert come_back(database, desk.id, ada_in.id) is None


def test_a_sign_in_that_waits_for_a_pin_is_listed_to_its_owner(
    database: Database, clinic: Clinic, desk: Workstation, ada_in: SignIn
) -> None:
    elsewhere = come_in(database, clinic.ada, None, now=later(1))

    def listed(now: datetime) -> list[UUID]:
        with database.read() as session:
            found = sign_ins.live_ones(session, clinic.ada.id, own=elsewhere.id, now=now)
        return [one.id for one in found]

    assert listed(later(60)) == [elsewhere.id, ada_in.id]
    assert listed(later(11 * 60)) == [ada_in.id]  # the other opens nothing any more
    assert listed(NOW + DAY) == []


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


def test_the_digits_are_hashed_under_a_key_and_for_one_account(
    database: Database, clinic: Clinic
) -> None:
    with database.read() as session:
        keys = session.info["keys"]
    typed = {pins.to_hash(keys, who.id, "402975") for who in (clinic.ada, clinic.ben)}

    assert len(typed) == 2
    assert not [one for one in typed if "402975" in one]
