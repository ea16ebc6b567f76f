"""Cleo's only visit with her answers sent, and a second doctor at the clinic."""

from __future__ import annotations

from screening.store import accounts, encounters
from screening.store.account_value import Account
from screening.store.encounters import Encounter
from tests.web.browser import Browser
from tests.web.conftest import Clinic


def the_visit(clinic: Clinic) -> Encounter:
    """Cleo's only visit."""
    with clinic.parts.database.read() as session:
        return encounters.of_patient(session, clinic.cleo.id, void=True)[0]


def add_ben(clinic: Clinic, password_hash: str) -> Account:
    """Dr Ben, at the same clinic."""
    with clinic.parts.database.write() as session:
        return accounts.add(
            session, clinic.parts.site.id, "ben", full_name="Dr Ben Osei", role="clinician",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip


def visit_of(clinic: Clinic, account: Account) -> Browser:
    """A doctor's browser on the visit."""
    doctor = clinic.signed_in(account)
    doctor.open(f"/clinic/visits/{the_visit(clinic).id}")
    return doctor
