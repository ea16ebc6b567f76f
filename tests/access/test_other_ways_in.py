"""Workstations, PINs and the other sign-in in a real browser: each page passes axe-core, the way
through an issuer at another site works as browsers keep cookies, and a locked screen is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import redirect

from screening.store import accounts, identities
from screening.store.sites import add_site
from tests.access.every_page import SIZES
from tests.access.test_axe import axe as axe
from tests.access.test_axe import faults
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import CLEO, PASSWORD, SMALL, Clinic
from tests.web.issuer import CLIENT, SECRET, TestIssuer, issuing
from tests.web.listing import send

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PIN = "402975"
NARROW = {"width": 320, "height": 568}
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture
def issuer() -> Iterator[TestIssuer]:
    """An issuer at 127.0.0.1, which is another site than localhost."""
    with issuing() as made:
        yield made


@pytest.fixture
def clinic(make_clinic: Callable[..., Clinic], issuer: TestIssuer, tmp_path: Path) -> Clinic:
    """A clinic that knows the issuer."""
    (tmp_path / "secret").write_text(SECRET)
    made = make_clinic(
        SMALL,
        SCREENING_OIDC_ISSUER=issuer.address,
        SCREENING_OIDC_CLIENT_ID=CLIENT,
        SCREENING_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"),
    )
    issuer.now = lambda: made.clock().timestamp()
    return made


def sign_in(page: Any, name: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    press(page, "Sign in")


def press(page: Any, words: str) -> None:
    """A button or a link, and the page that follows."""
    found = page.get_by_role("button", name=words, exact=True).or_(
        page.get_by_role("link", name=words, exact=True)
    )
    with page.expect_navigation(wait_until="load"):
        found.first.click()


def enrol(page: Any) -> None:
    page.goto("/admin/workstations/")
    page.fill("#name", "Front desk")
    press(page, "Enrol this computer")


def choose_pin(page: Any) -> None:
    page.goto("/your-account/pin")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    press(page, "Save the PIN")


def test_no_page_of_the_other_ways_in_has_a_violation(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    found: list[str] = []
    looked: list[str] = []
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)

        def look(name: str) -> None:
            looked.append(name)
            found.extend(f"{name} {one}" for one in faults(page, axe, SIZES[1:]))
            page.set_viewport_size(NARROW)
            if page.evaluate(WIDE) > NARROW["width"]:
                found.append(f"{name} is {page.evaluate(WIDE)} px wide at 320 px")
            page.set_viewport_size({"width": 1440, "height": 900})

        page.goto("/sign-in")
        look("sign in")
        page.goto("/sign-in/identity/back")
        look("back with nothing")
        sign_in(page, "moss")
        page.goto("/admin/workstations/")
        press(page, "Enrol this computer")
        look("workstations with an error")
        enrol(page)
        look("workstations")
        press(page, "Front desk")
        look("workstation")
        page.fill("#name", "")
        press(page, "Save the name")
        look("workstation with an error")
        page.goto("/your-account/pin")
        press(page, "Save the PIN")
        look("PIN with an error")
        choose_pin(page)
        look("PIN")
        page.goto("/your-account/")
        look("own account")
        page.goto("/your-account/identity")
        look("own identity")
        page.goto("/admin/identities")
        look("identities of nobody")
        press(page, "Lock")
        look("come back")
        page.fill("#pin", "838201")
        press(page, "Go on")
        look("come back with an error")
        for _ in range(2):
            page.fill("#pin", "838201")
            press(page, "Go on")
        look("come back no more")
        page.close()

    assert found == []
    record_property(COUNTED, f"  {len(looked)} pages of other ways in, 0 violations")


def test_no_page_of_break_glass_access_has_a_violation(
    clinic: Clinic, chromium: Any, axe: str, password_hash: str
) -> None:
    with clinic.parts.database.write() as session:
        hill = add_site(session, "Hill Clinic", "UTC", now=clinic.clock())
        accounts.add(
            session, hill.id, "eve", full_name="Dr Eve Hill", role="clinician",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip
    send(clinic, clinic.start_visit(), "check_in", {"gate": "no", "nights": "5", "ache": "10"})
    found: list[str] = []
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)

        def look(name: str) -> None:
            found.extend(f"{name} {one}" for one in faults(page, axe, SIZES[1:]))
            page.set_viewport_size(NARROW)
            if page.evaluate(WIDE) > NARROW["width"]:
                found.append(f"{name} is {page.evaluate(WIDE)} px wide at 320 px")
            page.set_viewport_size({"width": 1440, "height": 900})

        sign_in(page, "eve")
        page.goto("/desk/patients/")
        press(page, "patient of another clinic")
        look("form")
        press(page, "Open the record for an hour")
        look("form with errors")
        page.select_option("#clinic", label="Harbour Clinic")
        page.select_option("#month", "2")
        for name, words in (("record", CLEO.record), ("day", "7"), ("year", "1994"),
                            ("reason", "Brought in unconscious")):  # fmt: skip
            page.fill(f"#{name}", words)
        press(page, "Open the record for an hour")
        look("patient")
        page.locator("main li a").first.click()
        page.wait_for_url("**/visits/**")
        look("visit")
        press(page, "Sign out")
        sign_in(page, "moss")
        page.goto("/admin/break-glass")
        look("records opened from elsewhere")
        page.close()
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_whole_way_through_an_issuer_at_another_site(
    clinic: Clinic, issuer: TestIssuer, chromium: Any, script: bool
) -> None:
    issuer.person, issuer.asks = "subject-of-fay", True
    reports, cookies_at_back = [], []
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address, java_script_enabled=script)
        page = context.new_page()

        def note(request: Any) -> None:
            if request.url.endswith("/csp-report"):
                reports.append(request.url)
            if "/identity/back" in request.url:
                cookies_at_back.append(request.all_headers().get("cookie", ""))

        page.on("requestfinished", note)
        sign_in(page, "fay")
        page.goto("/your-account/identity")
        page.get_by_role("link", name="Link my account").click()
        _go_on(page, script, "**/your-account/identity")
        assert "Your account is linked since" in page.inner_text("main")
        press(page, "Sign out")

        page.get_by_role("link", name="Sign in by 127.0.0.1").click()
        _go_on(page, script, "**/desk/")

        assert page.inner_text("h1") == "Today’s visits"
        context.close()
    assert reports == []
    # Why there is a page on the way back: from a page of the issuer the browser brings no cookie.
    assert cookies_at_back == ["", ""]


def _go_on(page: Any, script: bool, address: str) -> None:
    page.get_by_role("button", name="It is I").click()
    if not script:
        page.wait_for_url("**/identity/back?**")
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url(address)


def test_a_form_that_leads_to_the_issuer_would_be_stopped_by_the_content_policy(
    clinic: Clinic, issuer: TestIssuer, chromium: Any
) -> None:
    """Why the way there is a link: the control of the test above."""

    @clinic.app.post("/by-form")
    def by_form() -> Any:
        return redirect(f"{issuer.address}/keys", 303)

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        page.goto("/sign-in")
        page.evaluate("document.querySelector('main form').action = '/by-form'")
        page.fill("[name=name]", "ada")
        page.fill("[name=password]", "x")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_timeout(1000)
        page.close()

    assert "/keys" not in issuer.asked


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_people_at_one_desk(clinic: Clinic, chromium: Any, script: bool) -> None:
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address, java_script_enabled=script)
        page = context.new_page()
        sign_in(page, "moss")
        enrol(page)
        press(page, "Sign out")
        for name in ("ada", "fay"):
            sign_in(page, name)
            choose_pin(page)
            press(page, "Lock")
        page.get_by_text("AB", exact=True).click()
        page.fill("#pin", PIN)
        press(page, "Go on")
        assert page.url.endswith("/clinic/")

        beside = context.new_page()
        beside.goto("/desk/")
        press(beside, "Lock")
        if script:  # the other page of the same browser shows nobody's patients any more
            page.wait_for_url("**/sign-in/pin", timeout=15_000)
        page.go_back()
        assert page.inner_text("h1") in ("Come back", "Sign in")
        context.close()


def test_after_linking_by_the_store_the_button_is_all_it_takes(
    clinic: Clinic, issuer: TestIssuer, chromium: Any
) -> None:
    with clinic.parts.database.write() as session:
        identities.link(session, clinic.ada.id, issuer.address, issuer.person, now=clinic.clock())
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        page.goto("/sign-in")
        page.get_by_role("link", name="Sign in by 127.0.0.1").click()
        page.wait_for_url("**/clinic/")
        page.close()
