"""Everybody's own page: password, factors and sign-ins of nobody else."""

from __future__ import annotations

import re

import pyotp
import pytest
from sqlalchemy import select

from screening.store.models import Account, SignIn
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.factors import after_password
from tests.web.soft_passkey import SoftPasskey, add_passkey, options_on, use_passkey

SHORT = "abc12xyz"


def set_up_app(clinic: Clinic, browser: Browser) -> pyotp.TOTP:
    """The app of whoever is signed in, its first code typed."""
    browser.open("/your-account/")
    browser.press("Set up an app")
    found = re.search(r"Key: ((?:[A-Z2-7]{4} ?){8})", browser.page.text)
    assert found
    app = pyotp.TOTP(found[1].replace(" ", ""))
    browser.press("Use this app", code=app.at(int(clinic.clock().timestamp())))
    return app


def test_the_page_is_reached_by_everybody_from_their_name(clinic: Clinic) -> None:
    for who in (clinic.fay, clinic.ada, clinic.moss):
        browser = clinic.signed_in(who)

        browser.follow(who.full_name)

        assert browser.page.h1 == "Your account"
        assert "1 sign-in" in browser.page.text


def test_an_app_counts_from_its_first_right_code_and_that_code_is_spent(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/")
    browser.press("Set up an app")
    browser.press("Use this app", code="000000")
    assert browser.status == 422
    assert clinic.signed_in(clinic.ada).path == "/clinic/"  # it does not count yet
    app = set_up_app(clinic, browser)
    now = int(clinic.clock().timestamp())

    second = after_password(clinic, clinic.ada)
    second.press("Go on", code=app.at(now))
    spent = second.status
    second.press("Go on", code=app.at(now + 30))

    assert (spent, second.path) == (422, "/clinic/")
    browser.open("/your-account/app")  # the key is never shown again
    assert browser.path == "/your-account/"


def test_recovery_codes_are_shown_once_and_counted_down(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/")
    assert "Recovery codes" not in browser.page.text
    set_up_app(clinic, browser)
    browser.press("Make recovery codes")
    codes = [
        item.text
        for item in browser.page.root.all("main")[0].all("li")
        if re.fullmatch(r"[\w-]{14}", item.text)
    ]
    browser.follow("I have kept them")

    assert len(set(codes)) == 10
    assert "10 codes left" in browser.page.text
    assert not any(code in browser.page.html for code in codes)
    second = after_password(clinic, clinic.ada)
    second.press("Use this code", recovery=codes[4])
    second.open("/your-account/")
    assert "9 codes left" in second.page.text
    assert "password and recovery code" in second.page.text


def test_a_short_password_does_with_a_factor_and_has_to_go_with_the_last_one(
    clinic: Clinic,
) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/password")
    browser.press("Save the password", password=SHORT, again=SHORT)
    refused = browser.status
    key = SoftPasskey()
    add_passkey(browser, key)
    browser.open("/your-account/password")
    assert "At least 8 characters" in browser.page.text
    browser.press("Save the password", password=SHORT, again=SHORT)
    browser.press("Sign in", name="ada", password=SHORT)
    use_passkey(browser, key, "Use your passkey")
    browser.open("/your-account/")

    browser.press("Remove the passkey own phone")

    assert refused == 422
    assert browser.path == "/sign-in/new-password"
    assert "at least 15 characters" in browser.page.text
    browser.press("Save the password", password=SHORT + "9", again=SHORT + "9")
    assert browser.status == 422


@pytest.mark.parametrize(
    ("first", "second"), [("brief", "brief"), (PASSWORD, PASSWORD), ("x y" * 9, "y x" * 9)]
)
def test_a_password_that_cannot_be_taken_changes_nothing(
    clinic: Clinic, first: str, second: str
) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/password")

    browser.press("Save the password", password=first, again=second)

    assert browser.status == 422
    assert first not in browser.page.html
    assert clinic.signed_in(clinic.ada).path == "/clinic/"


def test_spaces_at_the_ends_belong_to_the_password(clinic: Clinic) -> None:
    typed = "  nine quiet kettles humming "
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/password")
    browser.press("Save the password", password=typed, again=typed)

    browser.press("Sign in", name="ada", password=typed.strip())
    without = browser.status
    browser.press("Sign in", name="ada", password=typed)

    assert (without, browser.path) == (422, "/clinic/")


def test_sign_ins_and_passkeys_of_others_are_not_there(clinic: Clinic) -> None:
    key = SoftPasskey()
    ada, fay = clinic.signed_in(clinic.ada), clinic.signed_in(clinic.fay)
    add_passkey(ada, key)
    ada.open("/your-account/")
    actions = [
        form.attributes["action"]
        for form in ada.page.root.all("form")
        if form.attributes["action"].endswith("/remove")
    ]
    with clinic.parts.database.read() as session:
        mine = select(SignIn.id).join(Account).where(Account.name == "ada")
        actions.append(f"/your-account/sign-ins/{session.scalars(mine).one()}/end")
    fay.open("/your-account/")
    token = fay.page.form("Set up an app").data({}, "Set up")["form-token"]

    for action in actions:
        fay._show(fay.post(action, {"form-token": token}))
        assert fay.status == 404
    ada.open("/your-account/")
    assert "1 passkey" in ada.page.text


def test_a_passkey_needs_a_name_and_the_devices_own_reply(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/passkeys/new")
    reply = SoftPasskey().make(options_on(browser, "Make the passkey"))
    browser.press("Make the passkey", name=" ", passkey=reply)
    nameless = browser.status
    browser.press("Make the passkey", name="phone", passkey="{}")
    empty = browser.status
    elsewhere = SoftPasskey()
    elsewhere.origin = "https://harbour.example"
    reply = elsewhere.make(options_on(browser, "Make the passkey"))
    browser.press("Make the passkey", name="phone", passkey=reply)

    assert (nameless, empty, browser.status) == (422, 422, 422)
    assert browser.page.value("name") == "phone"
    browser.open("/your-account/")
    assert "You have no passkey" in browser.page.text


def test_one_passkey_is_one_persons(clinic: Clinic) -> None:
    key = SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), key)
    fay = clinic.signed_in(clinic.fay)

    add_passkey(fay, key)

    assert fay.status == 409


def test_recovery_codes_need_a_factor_to_stand_in_for(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/")
    token = browser.page.form("Set up an app").data({}, "Set up")["form-token"]

    browser._show(browser.post("/your-account/recovery-codes", {"form-token": token}))

    assert browser.status == 404


def test_an_app_that_counts_is_not_replaced_by_an_old_page(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    browser.open("/your-account/")
    begin = browser.page.form("Set up an app")
    browser.press("Set up an app")
    confirm = browser.page.form("Use this app")
    app = set_up_app(clinic, browser)

    browser._show(browser.post(begin.action, begin.data({}, "Set up an app")))
    begun = browser.status
    browser._show(browser.post(confirm.action, confirm.data({"code": "1"}, "Use this app")))

    assert (begun, browser.path) == (409, "/your-account/")
    second = after_password(clinic, clinic.ada)
    second.press("Go on", code=app.at(int(clinic.clock().timestamp()) + 30))
    assert second.path == "/clinic/"
