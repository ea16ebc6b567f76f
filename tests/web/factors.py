"""Second factors of the cast, put there straight, and what their apps show."""

from __future__ import annotations

from dataclasses import replace

import pyotp
from sqlalchemy import select

from screening.security import one_use_codes
from screening.security.totp import STEP_S, new_secret
from screening.store import recovery_codes, totp
from screening.store.account_value import Account
from screening.store.models import SignIn
from screening.web.parts import EXTENSION, Parts
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic


class PhoneApp:
    """An authenticator app that counts for somebody."""

    def __init__(self, clinic: Clinic, account: Account) -> None:
        self.clinic, self.secret = clinic, new_secret()
        now = clinic.clock()
        with clinic.parts.database.write() as session:
            totp.begin(session, account.id, self.secret, now=now)
            totp.confirm(session, account.id, 0, keep=account.id, now=now)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or some steps later."""
        at = self.clinic.clock().timestamp() + steps * STEP_S
        return pyotp.TOTP(self.secret).at(int(at))


def codes_of(clinic: Clinic, account: Account) -> list[str]:
    """Fresh recovery codes."""
    codes = [one_use_codes.new_code(one_use_codes.RECOVERY_LENGTH) for _ in range(10)]
    with clinic.parts.database.write() as session:
        recovery_codes.renew(session, account.id, codes, keep=None, now=clinic.clock())
    return codes


def after_password(clinic: Clinic, account: Account, address: str = "10.0.0.9") -> Browser:
    """A browser in which the password was right."""
    browser = clinic.browser(address)
    browser.open("/sign-in")
    browser.press("Sign in", name=account.name, password=PASSWORD)
    return browser


def ask_everybody(clinic: Clinic) -> None:
    """From now on the clinic asks for a second factor."""
    found: Parts = clinic.app.extensions[EXTENSION]
    changed = replace(found.settings, second_factor="required")
    clinic.app.extensions[EXTENSION] = replace(found, settings=changed)


def ways(clinic: Clinic) -> list[str]:
    """How the person of each sign-in showed who they are, the oldest first."""
    with clinic.parts.database.read() as session:
        return list(session.scalars(select(SignIn.proved_by).order_by(SignIn.started_at)))
