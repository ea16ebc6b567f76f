"""Whatever ends a sign-in ends coming back by PIN as well, and most of it the PIN too."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from screening.store import accounts, pins, returning, sign_in_ends, workstations
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from tests.store.at_the_desk import (
    BACK,
    DAY,
    ada_in,
    come_back,
    desk,
    here,
    set_pin,
)
from tests.store.builders import NOW, Clinic

__all__ = ["ada_in", "desk"]


def _new_password(session: Session, clinic: Clinic, came: SignIn) -> None:
    accounts.reset_password(
        session, clinic.ada.id, password_hash="new", must_change=False, by=None, now=NOW
    )


def _disabled(session: Session, clinic: Clinic, came: SignIn) -> None:
    accounts.disable(session, clinic.ada.id, by=clinic.ben.id, now=NOW)


def _role_or_factor(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_in_ends.end_all(session, clinic.ada.id, reason="role", now=NOW)


def _factor_changed(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_in_ends.end_others(session, clinic.ada.id, keep=uuid4(), reason="factor", now=NOW)


def _revoked(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_in_ends.end_own(session, clinic.ada.id, came.id, now=NOW)


def _others_revoked(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_in_ends.end_others(session, clinic.ada.id, keep=uuid4(), reason="revoked", now=NOW)


def _signed_out(session: Session, clinic: Clinic, came: SignIn) -> None:
    sign_in_ends.sign_out(session, came.id, now=NOW)


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
            sign_in_ends.end_others(session, clinic.ada.id, keep=ada_in.id, reason=reason, now=NOW)
            return pins.is_set(session, clinic.ada.id)

    assert end_others("revoked")
    assert not end_others("factor")
    assert come_back(database, desk.id, ada_in.id) is None
