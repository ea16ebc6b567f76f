"""Passkeys: alone, as the second step and as a fresh proof; each reply opens once."""

from __future__ import annotations

import json
from copy import copy

from sqlalchemy import select

from screening.store import accounts
from screening.store.models import Passkey
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.factors import after_password, ways
from tests.web.soft_passkey import SoftPasskey, add_passkey, options_on, use_passkey

WRONG = "This was not right, or there were too many tries."


def test_a_passkey_signs_in_alone_and_after_the_password(clinic: Clinic) -> None:
    key = SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), key)
    alone = clinic.browser()
    alone.open("/sign-in")
    use_passkey(alone, key, "Use a passkey")
    second = after_password(clinic, clinic.ada)
    assert "Code from your app" not in second.page.text

    use_passkey(second, key, "Use your passkey")

    assert (alone.path, second.path) == ("/clinic/", "/clinic/")
    assert ways(clinic) == ["password", "passkey", "passkey"]


FAULTS = (
    *("another key", "another site", "another host", "nobody verified", "an old count"),
    *("unknown", "nonsense", "another browser's", "too late", "of a disabled account"),
)


def test_a_passkey_that_is_not_quite_right_opens_nothing(clinic: Clinic) -> None:
    right = SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), right)
    used = clinic.browser("10.6.0.1")
    used.open("/sign-in")
    use_passkey(used, right, "Use a passkey")
    assert used.path == "/clinic/"

    for number, fault in enumerate(FAULTS):
        browser = clinic.browser(f"10.7.0.{number}")
        browser.open("/sign-in")
        reply = wrong_reply(clinic, copy(right), fault, browser)
        browser.press("Use a passkey", passkey=reply)

        assert browser.status == 422, fault
        assert "does not open an account here" in browser.page.text
        browser.open("/clinic/")
        assert browser.path == "/sign-in"


def wrong_reply(clinic: Clinic, key: SoftPasskey, fault: str, browser: Browser) -> str:
    """What a passkey says with this fault."""
    asks = browser
    if fault == "another key":
        key.key = SoftPasskey().key
    elif fault == "another site":
        key.origin = "https://harbour.example"
    elif fault == "another host":
        key.host = "harbour.example"
    elif fault == "nobody verified":
        key.flags = 0x01
    elif fault == "an old count":
        key.count -= 1
    elif fault == "unknown":
        key.id = b"0123456789abcdef"
    elif fault == "another browser's":
        asks = clinic.browser("10.0.0.11")
        asks.open("/sign-in")
    reply = key.use(options_on(asks, "Use a passkey"))
    if fault == "nonsense":
        return json.dumps({"id": json.loads(reply)["id"], "response": [[]]})
    if fault == "too late":
        clinic.clock.forward(minutes=15)
    elif fault == "of a disabled account":
        with clinic.parts.database.write() as session:
            accounts.disable(session, clinic.ada.id, by=clinic.moss.id, now=clinic.clock())
    return reply


def test_a_reply_of_a_passkey_opens_once(clinic: Clinic) -> None:
    key = SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), key)
    browser = clinic.browser()
    browser.open("/sign-in")
    form = browser.page.form("Use a passkey")
    reply = key.use(options_on(browser, "Use a passkey"))
    browser.press("Use a passkey", passkey=reply)
    browser.press("Sign out")

    browser._show(browser.post(form.action, form.data({"passkey": reply}, "Use a passkey")))

    assert browser.status == 403  # the form's own token went with the cookie
    sent = clinic.browser()
    sent.open("/sign-in")
    sent.press("Use a passkey", passkey=reply, asked=form.data({}, "Use")["asked"])
    assert sent.status == 422


def test_wrong_passkeys_are_counted_like_wrong_passwords(clinic: Clinic) -> None:
    key = SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), key)
    right, key.key = key.key, SoftPasskey().key
    browser = clinic.browser("10.7.7.7")
    browser.open("/sign-in")
    for _ in range(5):
        use_passkey(browser, key, "Use a passkey")
    key.key = right

    use_passkey(browser, key, "Use a passkey")

    assert browser.status == 422


def test_a_passkey_of_somebody_else_is_no_second_factor(clinic: Clinic) -> None:
    adas, fays = SoftPasskey(), SoftPasskey()
    add_passkey(clinic.signed_in(clinic.ada), adas)
    add_passkey(clinic.signed_in(clinic.fay), fays)
    browser = after_password(clinic, clinic.ada)

    use_passkey(browser, fays, "Use your passkey")

    assert browser.status == 422
    use_passkey(browser, adas, "Use your passkey")
    assert browser.path == "/clinic/"


def test_a_passkey_proves_anew_and_its_reply_only_once(clinic: Clinic) -> None:
    key = SoftPasskey()
    browser = clinic.signed_in(clinic.ada)
    add_passkey(browser, key)
    clinic.clock.forward(minutes=6)
    browser.open("/export/")
    form = browser.page.form("Use your passkey")
    reply = key.use(form.element.attributes["data-options"])
    sent = form.data({"proof-passkey": reply}, "Use your passkey")
    browser._show(browser.post(form.action, sent))
    opened = browser.path
    clinic.clock.forward(minutes=6)
    with clinic.parts.database.write() as session:
        session.scalars(select(Passkey)).one().sign_count = 0  # one that does not count

    browser._show(browser.post(form.action, sent))

    assert opened == "/export/"
    assert browser.status == 422


def test_an_address_in_numbers_has_no_passkeys(clinic: Clinic) -> None:
    """What the page says of it is looked at in a browser: tests/access/test_passkeys.py."""
    client = clinic.app.test_client()
    for address, offered in (("http://localhost", True), ("http://127.0.0.1", False)):
        page = client.get("/sign-in", base_url=address).get_data(as_text=True)

        assert ("data-passkey" in page) == offered
