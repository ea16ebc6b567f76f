"""An enrolled computer, people who sign in at it, and their way back by PIN."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.security import kiosk_tokens
from screening.store import models, pins, returning, sign_ins, signing_in, workstations
from screening.store.account_value import Account
from screening.store.db import Database
from screening.store.sign_ins import SignIn
from screening.store.workstations import Workstation
from tests.store.builders import NOW, Clinic

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
