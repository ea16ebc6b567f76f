"""A passkey in real Chromium, with its virtual authenticator: added, used, refused."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from screening.store.models import Passkey, SignIn
from tests.served import served
from tests.web.conftest import PASSWORD, Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """A page of a browser whose device can keep passkeys."""
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address)
        opened = context.new_page()
        opened.device = context.new_cdp_session(opened)
        opened.device.send("WebAuthn.enable")
        made = opened.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        opened.device_id = made["authenticatorId"]
        yield opened
        context.close()


def press(page: Any, words: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=words).first.click()


def give_password(page: Any) -> None:
    page.goto("/sign-in")
    page.fill("[name=name]", "ada")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="load"):
        page.locator("main button", has_text="Sign in").click()


def path(page: Any) -> str:
    return "/" + page.url.split("/", 3)[3]


def add(page: Any, name: str = "own phone") -> None:
    page.goto("/your-account/passkeys/new")
    page.fill("[name=name]", name)
    press(page, "Make the passkey")


def test_a_passkey_is_added_signs_in_alone_and_second_and_proves_anew(
    clinic: Clinic, page: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="screening.web")
    give_password(page)
    add(page)
    assert path(page) == "/your-account/"
    assert "own phone" in page.inner_text("main")

    press(page, "Sign out")
    press(page, "Use a passkey instead")
    assert path(page) == "/clinic/"

    clinic.clock.forward(minutes=6)
    page.goto("/export/")
    assert page.inner_text("h1") == "Show that it is you"
    press(page, "Use your passkey instead")
    assert path(page) == "/export/"

    press(page, "Sign out")
    give_password(page)
    assert path(page) == "/sign-in/second-factor"
    press(page, "Use your passkey")
    assert path(page) == "/clinic/"

    with clinic.parts.database.read() as session:
        ways = session.scalars(select(SignIn.proved_by).order_by(SignIn.started_at)).all()
        key = session.scalars(select(Passkey)).one()
    assert sorted(ways) == ["passkey", "passkey", "password"]
    assert (key.host, key.used_at is not None) == ("localhost", True)
    assert [record for record in caplog.records if "policy" in record.getMessage()] == []


def test_a_device_makes_one_passkey_and_says_so_in_words(clinic: Clinic, page: Any) -> None:
    give_password(page)
    add(page)
    page.goto("/your-account/passkeys/new")
    page.fill("[name=name]", "once more")

    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_function("document.querySelector('[data-passkey-wrong]')?.textContent")

    assert "holds a passkey of yours" in page.inner_text("[data-passkey-wrong]")
    assert page.input_value("[name=name]") == "once more"


def test_a_removed_passkey_and_a_person_who_is_not_verified_get_no_further(
    clinic: Clinic, page: Any
) -> None:
    give_password(page)
    add(page)
    press(page, "Remove the passkey own phone")
    press(page, "Sign out")
    press(page, "Use a passkey instead")
    assert "does not open an account here" in page.inner_text("main")
    give_password(page)
    assert path(page) == "/clinic/"  # no factor is left
    page.device.send("WebAuthn.clearCredentials", {"authenticatorId": page.device_id})
    add(page, "another")
    press(page, "Sign out")

    page.device.send(
        "WebAuthn.setUserVerified", {"authenticatorId": page.device_id, "isUserVerified": False}
    )
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_function("document.querySelector('[data-passkey-wrong]')?.textContent")

    assert "Nothing came of it" in page.inner_text("[data-passkey-wrong]")
    assert path(page) == "/sign-in" or path(page) == "/sign-in/passkey"


def test_by_an_address_in_numbers_the_page_says_why_there_are_none(
    clinic: Clinic, page: Any
) -> None:
    give_password(page)
    port = page.url.split(":")[2].split("/")[0]
    by_number = f"http://127.0.0.1:{port}"
    page.goto(f"{by_number}/sign-in")
    assert page.get_by_role("button", name="Use a passkey instead").count() == 0
    page.fill("[name=name]", "ada")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="load"):
        page.locator("main button", has_text="Sign in").click()

    page.goto(f"{by_number}/your-account/")

    assert "not by an IP address" in page.inner_text("main")
    assert page.get_by_role("link", name="Add a passkey").count() == 0


def test_without_a_script_no_button_leads_nowhere(clinic: Clinic, chromium: Any) -> None:
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        give_password(page)
        page.goto("/your-account/passkeys/new")
        assert "Passkeys need JavaScript" in page.inner_text("main")
        assert not page.locator("main button").first.is_visible()
        context.close()
