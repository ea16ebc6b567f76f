"""axe-core on the pages of accounts and of getting in, and none that is scrolled sideways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest

from tests.access.looking import look_at
from tests.access.test_axe import axe as axe
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import PASSWORD, Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = ((1024, 768), (320, 568))


class AccountWalk:
    """Moss, who adds an app and invites somebody. Iterating stands still on each page."""

    def __init__(self, clinic: Clinic, page: Any) -> None:
        self.clinic, self.page = clinic, page

    def __iter__(self) -> Iterator[str]:
        yield self.go("/invitation")
        self.press("Save the password")
        yield "invitation with errors"
        yield self.go("/sign-in")
        self.give_password()
        yield from self._own()
        yield from self._others()
        self.clinic.clock.forward(minutes=6)
        yield self.go("/admin/accounts/new")
        self.press("Go on")
        yield "proof with an error"
        self.press("Sign out")
        self.give_password()
        yield "second step"
        self.press("Go on")
        yield "second step with an error"

    def _own(self) -> Iterator[str]:
        yield self.go("/your-account/")
        yield self.go("/your-account/password")
        self.press("Save the password")
        yield "password with an error"
        yield self.go("/your-account/passkeys/new")
        self.go("/your-account/")
        self.press("Set up an app")
        yield "app"
        found = re.search(r"Key:\s*((?:[A-Z2-7]{4} ?){8})", self.page.inner_text("main"))
        assert found
        app = pyotp.TOTP(found[1].replace(" ", ""))
        self.page.fill("[name=code]", app.at(int(self.clinic.clock().timestamp())))
        self.press("Use this app")
        self.press("Make recovery codes")
        yield "recovery codes"
        yield self.go("/your-account/")

    def _others(self) -> Iterator[str]:
        yield self.go("/admin/accounts")
        yield self.go("/admin/accounts/new")
        self.press("Invite")
        yield "invite with errors"
        self.page.fill("[name=name]", "olga")
        self.page.fill("[name=full-name]", "Wolfeschlegelsteinhausenbergerdorff-Etxeberria Olga")
        self.page.get_by_label("Auditor").check(force=True)
        self.press("Invite")
        yield "code"
        yield self.go(f"/admin/accounts/{self.clinic.ada.id}")
        yield self.go(f"/admin/accounts/{self.clinic.moss.id}")

    def go(self, path: str) -> str:
        """Open a page; returns its address as a name."""
        self.page.goto(path)
        return path

    def give_password(self) -> None:
        """At the sign-in."""
        self.page.goto("/sign-in")
        self.page.fill("[name=name]", "moss")
        self.page.fill("[name=password]", PASSWORD)
        self.press("Sign in")

    def press(self, words: str) -> None:
        """A button, whatever the browser itself thinks of the fields."""
        for form in self.page.locator("form").all():
            form.evaluate("form => { form.noValidate = true; }")
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=words).first.click()


def test_every_page_of_accounts_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        found, looked = look_at(page, axe, AccountWalk(clinic, page), SIZES)
        page.close()

    assert found == []
    record_property(COUNTED, f"  {looked} pages x {len(SIZES)} sizes, 0 violations")
