"""Second factors and invitations on both databases: sealed, spent once, bound to their account."""

from __future__ import annotations

import pytest

from screening.store import factors, invitations, models, passkeys, recovery_codes, totp
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere, OutOfTurn, SealBroken
from tests.store.builders import NOW, Clinic, later
from tests.store.together import run_together

SECRET = "JBSWY3DPEHPK3PXP"


def an_app(database: Database, clinic: Clinic, step: int = 100) -> None:
    with database.write() as session:
        totp.begin(session, clinic.ada.id, SECRET, now=NOW)
        totp.confirm(session, clinic.ada.id, step, keep=clinic.ada.id, now=NOW)


def a_passkey(database: Database, clinic: Clinic, credential_id: str = "abc") -> factors.Passkey:
    with database.write() as session:
        return passkeys.add(
            session, clinic.ada.id, "phone", host="localhost", credential_id=credential_id,
            public_key=b"key", sign_count=1, keep=clinic.ada.id, now=NOW,
        )  # fmt: skip


def test_a_secret_is_sealed_and_opens_in_its_own_row_only(
    database: Database, clinic: Clinic
) -> None:
    an_app(database, clinic)
    with database.write() as session:
        totp.begin(session, clinic.ben.id, "B" * 16, now=NOW)
        rows = {row.account_id: row for row in session.query(models.Totp)}
        assert SECRET.encode() not in rows[clinic.ada.id].secret
        held = totp.of(session, clinic.ada.id)
        assert held == totp.App(SECRET, confirmed=True, last_step=100)
        assert SECRET not in repr(held)

        rows[clinic.ben.id].secret = rows[clinic.ada.id].secret
        session.flush()
        with pytest.raises(SealBroken):
            totp.of(session, clinic.ben.id)


def test_a_step_is_taken_once_also_by_two_at_one_moment(database: Database, clinic: Clinic) -> None:
    an_app(database, clinic)
    taken: list[bool] = []

    def take() -> None:
        with database.write() as session:
            taken.append(totp.take(session, clinic.ada.id, 101))

    run_together(*[take] * 4)

    assert sorted(taken) == [False, False, False, True]
    with database.write() as session:
        assert not totp.take(session, clinic.ada.id, 100)
        assert not totp.take(session, clinic.ben.id, 102)
        assert totp.take(session, clinic.ada.id, 102)


def test_an_app_counts_once_it_is_confirmed_and_is_not_replaced_then(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        totp.begin(session, clinic.ada.id, "A" * 16, now=NOW)
        totp.begin(session, clinic.ada.id, SECRET, now=NOW)  # one that was never confirmed goes
        assert not factors.has_any(session, clinic.ada.id)
        assert not totp.take(session, clinic.ada.id, 1)
        totp.confirm(session, clinic.ada.id, 1, keep=clinic.ada.id, now=NOW)
        assert factors.has_any(session, clinic.ada.id)
        assert not factors.has_any(session, clinic.ben.id)
        with pytest.raises(OutOfTurn):
            totp.begin(session, clinic.ada.id, "C" * 16, now=NOW)
        with pytest.raises(OutOfTurn):
            totp.confirm(session, clinic.ada.id, 2, keep=clinic.ada.id, now=NOW)
        with pytest.raises(NotThere):
            totp.confirm(session, clinic.ben.id, 2, keep=clinic.ben.id, now=NOW)
        with pytest.raises(NotThere):
            totp.remove(session, clinic.ben.id, keep=clinic.ben.id, now=NOW)


def test_a_recovery_code_is_used_once_also_by_two_at_one_moment(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        recovery_codes.renew(session, clinic.ada.id, ["A" * 12, "B" * 12], keep=None, now=NOW)
    used: list[bool] = []

    def use() -> None:
        with database.write() as session:
            used.append(recovery_codes.use(session, clinic.ada.id, "A" * 12, now=NOW))

    run_together(*[use] * 4)

    assert sorted(used) == [False, False, False, True]
    with database.write() as session:
        assert not recovery_codes.use(session, clinic.ben.id, "B" * 12, now=NOW)
        assert factors.of(session, clinic.ada.id).recovery_codes == 1
        marks = [row.mark for row in session.query(models.RecoveryCode)]
        assert not any("A" * 12 in mark for mark in marks)


def test_codes_go_with_the_last_factor_and_stay_with_another(
    database: Database, clinic: Clinic
) -> None:
    an_app(database, clinic)
    key = a_passkey(database, clinic)
    keep = clinic.ada.id
    with database.write() as session:
        recovery_codes.renew(session, clinic.ada.id, ["A" * 12], keep=None, now=NOW)
        totp.remove(session, clinic.ada.id, keep=keep, now=NOW)
        assert factors.of(session, clinic.ada.id).recovery_codes == 1
        with pytest.raises(NotThere):
            passkeys.remove(session, clinic.ben.id, key.id, keep=keep, now=NOW)
        passkeys.remove(session, clinic.ada.id, key.id, keep=keep, now=NOW)
        assert factors.of(session, clinic.ada.id) == factors.Factors((), False, 0)


def test_a_passkey_is_one_accounts_and_its_use_is_noted_against_what_was_verified(
    database: Database, clinic: Clinic
) -> None:
    key = a_passkey(database, clinic)
    with pytest.raises(NameTaken):
        a_passkey(database, clinic)

    with database.write() as session:
        assert passkeys.find(session, "abc") == key
        assert passkeys.find(session, "abd") is None
        assert passkeys.note_use(session, key, 2, now=later(1))
        assert not passkeys.note_use(session, key, 2, now=later(2))  # verified against count 1


def test_an_invitation_is_spent_once_and_in_time(database: Database, clinic: Clinic) -> None:
    day = 24 * 3600
    with database.write() as session:
        invitations.invite(session, clinic.ada.id, "A" * 16, by=clinic.ben.id, now=NOW)
        assert invitations.invited(session, "A" * 16, now=later(3 * day - 1)) == clinic.ada
        assert invitations.invited(session, "A" * 16, now=later(3 * day)) is None
        assert invitations.invited(session, "B" * 16, now=NOW) is None
    spent: list[bool] = []

    def spend() -> None:
        with database.write() as session:
            spent.append(invitations.spend(session, "A" * 16, now=later(1)))

    run_together(*[spend] * 4)

    assert sorted(spent) == [False, False, False, True]


def test_there_is_no_set_up_where_there_is_an_account(database: Database, clinic: Clinic) -> None:
    with database.write() as session, pytest.raises(OutOfTurn):
        invitations.open_set_up(session, "A" * 16, now=NOW)
