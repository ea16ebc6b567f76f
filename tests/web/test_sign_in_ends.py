"""Each event that must end a sign-in ends it, and nobody else's; one test for each event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from screening.store import accounts, totp
from screening.store.models import SignIn
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.factors import PhoneApp, after_password, codes_of
from tests.web.soft_passkey import SoftPasskey, add_passkey

OTHER = "nine quiet kettles humming"
Act = Callable[[Clinic, Browser], None]  # with a browser in which Dr Ada is signed in as well


def opens(browser: Browser) -> bool:
    browser.open("/clinic/")
    return browser.path == "/clinic/"


def by_moss(clinic: Clinic, button: str, **fields: str) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    moss.press(button, **fields)


def change_password(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/password")
    other.press("Save the password", password=OTHER, again=OTHER)


def change_the_given_password(clinic: Clinic, other: Browser) -> None:
    with clinic.parts.database.write() as session:
        accounts.reset_password(
            session, clinic.ada.id, password_hash="x", must_change=True, by=None,
            now=clinic.clock(),
        )  # fmt: skip


def add_a_passkey(clinic: Clinic, other: Browser) -> None:
    add_passkey(other, SoftPasskey())


def remove_a_passkey(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("Remove the passkey own phone")


def confirm_an_app(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("Set up an app")
    with clinic.parts.database.read() as session:
        held = totp.of(session, clinic.ada.id)
    assert held is not None
    code = pyotp.TOTP(held.secret).at(int(clinic.clock().timestamp()))
    other.press("Use this app", code=code)


def make_recovery_codes(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("Replace them with new codes")


def remove_the_app(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("Remove the app")


def revoke_the_others(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("End all others")


def revoke_one(clinic: Clinic, other: Browser) -> None:
    other.open("/your-account/")
    other.press("End the sign-in")


def change_role(clinic: Clinic, other: Browser) -> None:
    by_moss(clinic, "Give this role", role="auditor")


def disable(clinic: Clinic, other: Browser) -> None:
    by_moss(clinic, "Disable the account")


def reset(clinic: Clinic, other: Browser) -> None:
    by_moss(clinic, "Reset the account")


def revoke_from_outside(clinic: Clinic, other: Browser) -> None:
    by_moss(clinic, "End every sign-in")


# What it is, how it is done, and whether the sign-in that did it goes on.
EVENTS: list[tuple[str, Act, bool]] = [
    ("password", change_password, False),
    ("given password", change_the_given_password, False),
    ("passkey added", add_a_passkey, True),
    ("passkey removed", remove_a_passkey, True),
    ("app added", confirm_an_app, True),
    ("app removed", remove_the_app, True),
    ("recovery codes", make_recovery_codes, True),
    ("one revoked", revoke_one, True),
    ("all others revoked", revoke_the_others, True),
    ("role", change_role, False),
    ("disabled", disable, False),
    ("revoked by an administrator", revoke_from_outside, False),
    ("reset", reset, False),
]


@pytest.mark.parametrize(("act", "goes_on"), [e[1:] for e in EVENTS], ids=[e[0] for e in EVENTS])
def test_an_event_ends_the_sign_in_and_nobody_elses(
    clinic: Clinic, act: Act, goes_on: bool
) -> None:
    codes = codes_of(clinic, clinic.ada)  # before: new ones end sign-ins as well
    other = clinic.signed_in(clinic.ada)
    if act in (remove_a_passkey, make_recovery_codes):
        add_passkey(other, SoftPasskey())
    if act is remove_the_app:
        phone = PhoneApp(clinic, clinic.ada)
        other = after_password(clinic, clinic.ada)
        other.press("Go on", code=phone.code())
        clinic.clock.forward(minutes=1)
    ended = signed_in_as_well(clinic, codes)
    fay = clinic.signed_in(clinic.fay)
    before = opens(ended)

    act(clinic, other)

    assert before
    assert not opens(ended)
    assert opens(other) == goes_on
    fay.open("/desk/")
    assert fay.path == "/desk/"


def signed_in_as_well(clinic: Clinic, codes: list[str]) -> Browser:
    """A second browser of Dr Ada's, by what she has by now and her recovery codes."""
    browser = after_password(clinic, clinic.ada, "10.0.0.12")
    if browser.path == "/sign-in/second-factor":
        browser.press("Use this code", recovery=codes[0])
    return browser


def test_signing_out_ends_it(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    cookie = browser.cookie("__Host-staff")

    browser.press("Sign out")
    browser.client.set_cookie("__Host-staff", cookie)

    assert not opens(browser)


def test_ten_idle_minutes_end_it(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    clinic.clock.forward(minutes=10)

    assert not opens(browser)


def test_twelve_hours_end_it_however_busy(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    with clinic.parts.database.write() as session:
        row = session.scalars(select(SignIn)).one()
        row.started_at -= timedelta(hours=11, minutes=59)
    at_work = opens(browser)
    clinic.clock.forward(minutes=1)

    assert at_work
    assert not opens(browser)


def test_a_new_password_works_and_the_old_one_does_not(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    change_password(clinic, browser)

    assert browser.page.h1 == "Sign in"
    assert "Your password is changed" in browser.page.text
    browser.press("Sign in", password=PASSWORD)
    assert browser.status == 422
    browser.press("Sign in", name="ada", password=OTHER)
    assert browser.path == "/clinic/"
