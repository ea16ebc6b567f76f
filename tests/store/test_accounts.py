"""Accounts: one per name, and every change that must end a sign-in ends it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from screening.store import accounts, sign_ins, signing_in
from screening.store.db import Database
from screening.store.errors import NameTaken, NotThere
from tests.store.builders import NOW, Clinic, an_account, later


def signed_in(session: Session, clinic: Clinic, token: str) -> sign_ins.SignIn:
    attempt = signing_in.look_up(session, "ada", "ward", now=NOW)
    opened = signing_in.settle(session, attempt, matched=True, token=token, now=NOW)
    assert opened is not None
    return opened


def test_an_account_is_found_however_its_name_is_typed(database: Database, clinic: Clinic) -> None:
    with database.read() as session:
        assert accounts.find(session, " ADA ") == clinic.ada
        assert accounts.find(session, "adam") is None
        assert accounts.get(session, clinic.ada.id) == clinic.ada
        assert accounts.list_accounts(session) == (clinic.ada, clinic.ben)


def test_one_name_is_one_account(database: Database, clinic: Clinic) -> None:
    with database.write() as session, pytest.raises(NameTaken, match="account name"):
        an_account(session, clinic.site.id, "Ada")


def reset(session: Session, account_id: UUID, by: UUID) -> None:
    accounts.reset_password(
        session, account_id, password_hash="another", must_change=True, by=by, now=later(5)
    )


def disable(session: Session, account_id: UUID, by: UUID) -> None:
    accounts.disable(session, account_id, by=by, now=later(5))


@pytest.mark.parametrize("act", [reset, disable])
def test_an_act_on_the_account_ends_all_its_sign_ins_and_no_others(
    database: Database, clinic: Clinic, act: Callable[[Session, UUID, UUID], None]
) -> None:
    tokens = ["a" * 43, "b" * 43]
    with database.write() as session:
        for token in tokens:
            signed_in(session, clinic, token)
        bens = signing_in.look_up(session, "ben", "ward", now=NOW)
        signing_in.settle(session, bens, matched=True, token="c" * 43, now=NOW)

    with database.write() as session:
        act(session, clinic.ada.id, clinic.ben.id)

    with database.write() as session:
        live = [
            sign_ins.sign_in_by_token(session, token, now=later(6)) is not None
            for token in [*tokens, "c" * 43]
        ]
    assert live == [False, False, True]


def test_a_reset_password_has_to_be_changed(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        reset(session, clinic.ada.id, clinic.ben.id)

    with database.read() as session:
        assert accounts.get(session, clinic.ada.id).must_change_password
        assert not accounts.get(session, clinic.ben.id).must_change_password


def test_a_disabled_account_stays_listed_and_cannot_sign_in(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        disable(session, clinic.ada.id, clinic.ben.id)
        disable(session, clinic.ada.id, clinic.ben.id)

    with database.write() as session:
        attempt = signing_in.look_up(session, "ada", "ward", now=NOW)
        listed = accounts.list_accounts(session)
        refused = signing_in.settle(session, attempt, matched=True, token="a" * 43, now=NOW)
    assert attempt.password_hash is None
    assert refused is None
    assert [account.disabled for account in listed] == [True, False]


def test_an_unknown_account_is_not_there(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        with pytest.raises(NotThere):
            accounts.get(session, uuid4())
        with pytest.raises(NotThere):
            disable(session, uuid4(), clinic.ben.id)
