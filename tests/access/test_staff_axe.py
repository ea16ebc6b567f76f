"""axe-core on every page of desk and clinicians, and none that has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from screening.web import papers
from tests.access.looking import look_at
from tests.access.staff_pages import NO_PAGE, StaffWalk
from tests.access.test_axe import axe as axe
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import Clinic

PARTS = ("clinician", "desk", "calls", "exports", "verifying")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_page_of_desk_and_clinicians_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    wanted = {
        rule.endpoint
        for rule in clinic.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in PARTS and "GET" in (rule.methods or ())
    }

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = StaffWalk(clinic, page)
        found, looked = look_at(page, axe, walk, walk.sizes)
        page.close()
    clinic.app.extensions[papers.EXTENSION].close()  # the page with the chart line fetches a PDF

    assert found == []
    assert wanted - walk.met - set(NO_PAGE) == set()
    record_property(COUNTED, f"  {looked} pages x {len(walk.sizes)} sizes, 0 violations")
