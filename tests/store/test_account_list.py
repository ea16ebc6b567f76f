"""The accounts of a site with what is known beside them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from screening.store import account_list, accounts, invitations, passkeys, sign_ins, sites, totp
from screening.store.account_list import AccountRow
from screening.store.db import Database
from screening.store.errors import NotThere
from screening.store.invitations import LASTS
from tests.store.builders import NOW, Clinic, an_account, later


def listed(database: Database, clinic: Clinic, now: datetime = NOW) -> dict[str, AccountRow]:
    with database.read() as session:
        rows = account_list.of_site(session, clinic.site.id, now=now)
        for row in rows:
            one = account_list.of_account(session, clinic.site.id, row.account.id, now=now)
            assert one == row
    assert [row.account.name for row in rows] == sorted(row.account.name for row in rows)
    return {row.account.name: row for row in rows}


def a_passkey(database: Database, account_id: UUID, credential_id: str) -> None:
    with database.write() as session:
        passkeys.add(
            session, account_id, "phone", host="localhost", credential_id=credential_id,
            public_key=b"key", sign_count=0, keep=account_id, now=NOW,
        )  # fmt: skip


def sign_in(database: Database, account_id: UUID, seconds: float) -> None:
    with database.write() as session:
        sign_ins.open_for(
            session, account_id, proved_by="password", place="p",
            token=f"{seconds:x>43}", now=later(seconds),
        )  # fmt: skip


def test_who_has_nothing_yet_has_nothing_beside_them(database: Database, clinic: Clinic) -> None:
    nothing = {"passkeys": 0, "app": False, "invited_until": None, "signed_in_at": None}

    assert listed(database, clinic) == {
        who.name: AccountRow(who, has_password=True, **nothing) for who in (clinic.ada, clinic.ben)
    }


def test_factors_and_the_last_sign_in_stand_with_their_own_account(
    database: Database, clinic: Clinic
) -> None:
    for credential_id in ("one", "two"):
        a_passkey(database, clinic.ada.id, credential_id)
    with database.write() as session:
        totp.begin(session, clinic.ada.id, "JBSWY3DPEHPK3PXP", now=NOW)  # not confirmed
        totp.begin(session, clinic.ben.id, "JBSWY3DPEHPK3PXQ", now=NOW)
        totp.confirm(session, clinic.ben.id, 100, keep=clinic.ben.id, now=NOW)
    for seconds in (30, 90, 60):
        sign_in(database, clinic.ben.id, seconds)

    found = listed(database, clinic)

    assert [(row.passkeys, row.app, row.signed_in_at) for row in found.values()] == [
        (2, False, None),
        (0, True, later(90)),
    ]


def test_an_invitation_shows_until_it_ends_or_is_used(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        cleo = accounts.add(
            session, clinic.site.id, "cleo", full_name="Cleo", role="clinician", password_hash="",
            must_change=False, by=clinic.ada.id, now=NOW,
        )  # fmt: skip
        invitations.invite(session, cleo.id, "CODE", by=clinic.ada.id, now=NOW)
        invitations.invite(session, clinic.ben.id, "BENS", by=clinic.ada.id, now=NOW)
        assert invitations.spend(session, "BENS", now=later(1))

    found = listed(database, clinic, later(2))

    assert (found["cleo"].has_password, found["cleo"].invited_until) == (False, NOW + LASTS)
    assert found["ben"].invited_until is None
    assert listed(database, clinic, NOW + LASTS)["cleo"].invited_until is None


def test_a_disabled_account_is_listed_and_another_sites_is_not_there(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        elsewhere = sites.add_site(session, "Hill Clinic", "UTC", now=later(1)).id
        hal = an_account(session, elsewhere, "hal")
        accounts.disable(session, clinic.ben.id, by=clinic.ada.id, now=NOW)

    found = listed(database, clinic)

    assert {name: row.account.disabled for name, row in found.items()} == {
        "ada": False, "ben": True,
    }  # fmt: skip
    with database.read() as session, pytest.raises(NotThere, match="account"):
        account_list.of_account(session, clinic.site.id, hal.id, now=NOW)
