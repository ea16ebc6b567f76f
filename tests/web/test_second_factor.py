"""The second step of signing in: what opens, once, and what is counted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from screening.store import accounts, attempts
from screening.store.models import AuditEvent, HalfSignIn
from screening.web.cookies import STAFF
from tests.web.conftest import PASSWORD, Clinic
from tests.web.factors import PhoneApp, after_password, ask_everybody, codes_of, ways
from tests.web.soft_passkey import SoftPasskey, add_passkey

WRONG = "This was not right, or there were too many tries."


def test_the_password_alone_opens_nothing_where_there_is_an_app(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    browser = after_password(clinic, clinic.ada)
    assert browser.page.h1 == "Second step"
    half = browser.cookie(STAFF)

    browser.open("/clinic/")
    assert browser.path == "/sign-in"
    browser.open("/sign-in/second-factor")
    browser.press("Go on", code=phone.code())

    assert browser.path == "/clinic/"
    assert browser.cookie(STAFF) not in ("", half)
    assert ways(clinic) == ["totp"]


def test_a_code_of_the_app_is_taken_once_and_none_before_it(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    seen, earlier = phone.code(), phone.code(-1)
    after_password(clinic, clinic.ada).press("Go on", code=seen)
    second = after_password(clinic, clinic.ada, "10.0.0.10")

    for replayed in (seen, earlier):
        second.press("Go on", code=replayed)
        assert second.status == 422
        assert WRONG in second.page.text
    second.press("Go on", code=phone.code(1))

    assert second.path == "/clinic/"


def test_a_recovery_code_opens_once_and_is_nobody_elses(clinic: Clinic) -> None:
    PhoneApp(clinic, clinic.ada)
    PhoneApp(clinic, clinic.fay)
    codes, fays = codes_of(clinic, clinic.ada), codes_of(clinic, clinic.fay)
    browser = after_password(clinic, clinic.ada)
    browser.press("Use this code", recovery=fays[0])
    refused = browser.status
    browser.press("Use this code", recovery=codes[0].lower())
    opened = browser.path
    again = after_password(clinic, clinic.ada, "10.0.0.10")

    again.press("Use this code", recovery=codes[0])

    assert (refused, opened, again.status) == (422, "/clinic/", 422)
    again.press("Use this code", recovery=codes[1])
    assert again.path == "/clinic/"


def test_new_codes_take_the_place_of_the_old_ones(clinic: Clinic) -> None:
    PhoneApp(clinic, clinic.ada)
    old = codes_of(clinic, clinic.ada)
    codes_of(clinic, clinic.ada)
    browser = after_password(clinic, clinic.ada)

    browser.press("Use this code", recovery=old[3])

    assert browser.status == 422


def test_five_wrong_codes_lock_even_the_right_one_and_spend_nothing(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    browser = after_password(clinic, clinic.ada)
    for _ in range(5):
        browser.press("Go on", code="000000" if phone.code() != "000000" else "000001")

    browser.press("Go on", code=phone.code())
    locked = browser.status
    elsewhere = after_password(clinic, clinic.ada, "10.0.0.10")
    elsewhere.press("Go on", code=phone.code())  # the code above was not spent

    assert locked == 422
    assert elsewhere.path == "/clinic/"


def test_a_right_password_in_between_does_not_forget_the_wrong_codes(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    for _ in range(5):
        after_password(clinic, clinic.ada).press("Go on", code="1")

    browser = after_password(clinic, clinic.ada)

    assert (browser.page.h1, browser.status) == ("Sign in", 422)
    clinic.clock.forward(minutes=2)
    browser = after_password(clinic, clinic.ada)
    browser.press("Go on", code=phone.code())
    assert browser.path == "/clinic/"


def test_codes_tried_from_many_places_lock_the_account_where_it_is_unknown(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    known = after_password(clinic, clinic.ada, "10.0.0.9")
    known.press("Go on", code=phone.code())
    clinic.clock.forward(minutes=1)
    for number in range(attempts.SECOND_FACTOR.failures):
        after_password(clinic, clinic.ada, f"10.9.0.{number}").press("Go on", code="1")

    strange = after_password(clinic, clinic.ada, "10.9.1.1")
    strange.press("Go on", code=phone.code())
    at_home = after_password(clinic, clinic.ada, "10.0.0.9")
    at_home.press("Go on", code=phone.code())

    assert strange.status == 422
    assert at_home.path == "/clinic/"


@pytest.mark.parametrize("what", ["too late", "disabled", "new password", "signed in elsewhere"])
def test_a_half_sign_in_does_not_outlive_what_it_rests_on(clinic: Clinic, what: str) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    browser = after_password(clinic, clinic.ada)
    with clinic.parts.database.write() as session:
        by, now = clinic.moss.id, clinic.clock()
        if what == "disabled":
            accounts.disable(session, clinic.ada.id, by=by, now=now)
        elif what == "new password":
            accounts.reset_password(
                session, clinic.ada.id, password_hash="x", must_change=False, by=by, now=now
            )
    if what == "too late":
        clinic.clock.forward(minutes=5)
    elif what == "signed in elsewhere":
        after_password(clinic, clinic.ada)  # from the same place: the older one ends

    browser.press("Go on", code=phone.code())

    assert browser.path == "/sign-in"
    with clinic.parts.database.read() as session:
        left = session.scalars(select(HalfSignIn)).all()
        assert len(left) == (1 if what in ("too late", "signed in elsewhere") else 0)


def test_without_a_password_before_it_there_is_no_second_step(clinic: Clinic) -> None:
    browser = clinic.browser()

    browser.open("/sign-in/second-factor")

    assert browser.path == "/sign-in"


def test_where_everybody_needs_a_factor_nothing_else_opens_before_it(clinic: Clinic) -> None:
    ask_everybody(clinic)
    browser = clinic.signed_in(clinic.ada)
    for path in ("/clinic/", "/desk/", "/export/"):
        browser.open(path)
        assert browser.path == "/your-account/"
        assert "Add a second factor to go on" in browser.page.text
    before = browser.cookie(STAFF)

    add_passkey(browser, SoftPasskey())
    browser.open("/clinic/")

    assert browser.path == "/clinic/"
    assert browser.cookie(STAFF) != before
    browser.open("/your-account/")
    browser.press("Remove")
    assert browser.status == 409
    assert "Add another one first" in browser.page.text


def test_neither_trail_nor_table_holds_a_secret_or_a_code(clinic: Clinic) -> None:
    phone = PhoneApp(clinic, clinic.ada)
    codes = codes_of(clinic, clinic.ada)
    browser = after_password(clinic, clinic.ada)
    browser.press("Use this code", recovery=codes[0])

    with clinic.parts.database.read() as session:
        trail = " ".join(session.scalars(select(AuditEvent.ids)))
    assert phone.secret not in trail
    assert not any(code in trail for code in codes)
    file = clinic.parts.settings.data / "screening.sqlite3"
    held = b"".join(path.read_bytes() for path in file.parent.glob("screening.sqlite3*"))
    assert phone.secret.encode() not in held
    assert not any(code.encode() in held for code in codes)
    assert PASSWORD.encode() not in held
