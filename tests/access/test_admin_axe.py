"""axe-core on the pages of the audit trail and of sites, each with and without an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import update

from screening.store.models import AuditEvent
from tests.access.every_page import SIZES
from tests.access.looking import look_at
from tests.access.test_axe import axe as axe
from tests.conftest import COUNTED
from tests.served import served
from tests.web.audit_pages.looking import add_auditor
from tests.web.conftest import PASSWORD, Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def press(page: Any, words: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("button", name=words).first.click()


def sign_in(page: Any, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    press(page, "Sign in")


def pages(clinic: Clinic, page: Any) -> Iterator[str]:
    """Stands still on each page."""
    visit = clinic.start_visit()
    sign_in(page, "olga")
    yield "audit trail"
    page.goto("/admin/audit/?first=x&last=y")
    yield "audit trail with an error"
    page.goto(f"/admin/audit/?about={visit.id}")
    yield "one visit"
    page.goto("/admin/audit/chain/")
    press(page, "Check from the first event")
    yield "the chain, checked"
    press(page, "Compare")
    yield "the chain with an error"
    with clinic.parts.database.write() as session:
        session.execute(update(AuditEvent).where(AuditEvent.number == 3).values(kind="x"))
    press(page, "Check from the first event")
    yield "the chain with a fault"
    page.goto("/admin/audit/")
    yield "audit trail with a fault"
    sign_in(page, "moss")
    page.goto("/admin/sites/")
    press(page, "Add the site")
    yield "sites with an error"
    page.goto(f"/admin/sites/{clinic.parts.site.id}")
    yield "settings never set"
    page.select_option("#paper", "letter")
    press(page, "Save")
    yield "settings with a history"
    page.fill("#time_zone", "Mars")
    press(page, "Save")
    yield "settings with an error"


def test_every_page_of_the_trail_and_of_sites_passes(
    clinic: Clinic,
    chromium: Any,
    axe: str,
    password_hash: str,
    record_property: Callable[[str, object], None],
) -> None:
    add_auditor(clinic, password_hash)
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        found, looked = look_at(page, axe, pages(clinic, page), SIZES)
        page.close()

    assert found == []
    record_property(COUNTED, f"  {looked} pages x {len(SIZES)} sizes, 0 violations")
