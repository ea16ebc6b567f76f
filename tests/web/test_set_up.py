"""The first account: by a token that the server printed, for half an hour, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.app import create_app
from screening.security import one_use_codes
from screening.store import accounts, invitations
from screening.web.parts import EXTENSION, Parts
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clock, settings_in

OWN = "nine quiet kettles humming"
TYPED = {"name": "moss", "full-name": "Moss Keeper", "password": OWN, "again": OWN}


class Untouched:
    """An installation that nobody has an account of."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.app = create_app(settings_in(folder, SMALL), clock=self.clock)
        self.parts: Parts = self.app.extensions[EXTENSION]
        self.token = one_use_codes.new_code(one_use_codes.INVITATION_LENGTH)
        with self.parts.database.write() as session:
            invitations.open_set_up(session, self.token, now=self.clock())

    def set_up(self, **typed: str) -> Browser:
        """Fill in the page."""
        browser = Browser(self.app)
        browser.open("/set-up")
        shown = one_use_codes.shown_code(self.token)
        browser.press("Make the first administrator", **{**TYPED, "token": shown, **typed})
        return browser


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Untouched]:
    """The same, at its first start."""
    made = Untouched(tmp_path)
    yield made
    made.parts.database.close()


def test_the_token_makes_the_first_administrator_and_nobody_else(untouched: Untouched) -> None:
    for wrong in ({"token": "AAAA-AAAA-AAAA-AAAA"}, {"name": ""}, {"password": "brief"}):
        refused = untouched.set_up(**wrong)
        assert refused.status == 422
        assert OWN not in refused.page.html
    browser = untouched.set_up()
    assert browser.page.h1 == "Sign in"
    browser.press("Sign in", name="moss", password=OWN)

    assert browser.path == "/admin/"
    browser.open("/set-up")
    assert browser.status == 404
    with untouched.parts.database.read() as session:
        (only,) = accounts.list_accounts(session)
    assert (only.name, only.role, only.full_name) == ("moss", "administrator", "Moss Keeper")


def test_after_half_an_hour_it_opens_nothing(untouched: Untouched) -> None:
    untouched.clock.forward(minutes=30)

    browser = untouched.set_up()

    assert browser.status == 422
    assert "Start the server again" in browser.page.text


def test_guesses_lock_the_place(untouched: Untouched) -> None:
    for _ in range(10):
        untouched.set_up(token="AAAA-AAAA-AAAA-AAAA")

    assert untouched.set_up().status == 422


def test_a_set_up_token_is_no_invitation(untouched: Untouched) -> None:
    browser = Browser(untouched.app)
    browser.open("/invitation")

    browser.press("Save the password", code=untouched.token, password=OWN, again=OWN)

    assert browser.status == 422
