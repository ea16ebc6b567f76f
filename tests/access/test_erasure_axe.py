"""axe-core on the pages of erasure, each with and without an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.access.every_page import SIZES
from tests.access.looking import look_at
from tests.access.test_admin_axe import press, sign_in
from tests.access.test_axe import axe as axe
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import CLEO, Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def pages(clinic: Clinic, page: Any) -> Iterator[str]:
    """Stands still on each page."""
    visit = clinic.start_visit()
    sign_in(page, "moss")
    page.goto("/admin/erasures/")
    yield "nothing waits"
    page.goto("/admin/erasures/find")
    press(page, "Find")
    yield "whose record, with an error"
    page.fill("#record", CLEO.record)
    press(page, "Find")
    yield "a record"
    press(page, "Put a hold on")
    yield "a record with an error"
    page.fill("#reason", "Case 12 of the county court")
    press(page, "Put a hold on")
    yield "a record under hold"
    press(page, "Take the hold off")
    page.select_option("#what", str(visit.id))
    page.select_option("#ground", "ordered")
    press(page, "Ask for it")
    yield "one's own request"
    here = page.url
    page.goto("/admin/erasures/")
    yield "a request waits"
    sign_in(page, "ada")
    page.goto(here)
    yield "somebody else's request"
    press(page, "Erase for ever")
    yield "carried out"
    page.goto("/admin/erasures/")
    yield "the report"
    page.goto(f"/clinic/visits/{visit.id}")
    yield "an erased visit"
    clinic.start_visit()
    clinic.clock.forward(days=3660)
    sign_in(page, "moss")
    page.goto("/admin/erasures/past-retention")
    yield "past retention"
    press(page, "Ask for the erasure")
    yield "a batch"


def test_every_page_of_erasure_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        found, looked = look_at(page, axe, pages(clinic, page), SIZES)
        page.close()

    assert found == []
    record_property(COUNTED, f"  {looked} pages x {len(SIZES)} sizes, 0 violations")
