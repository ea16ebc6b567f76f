"""axe-core on every page of the way into use, and none that has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.looking import look_at
from tests.access.publishing_pages import BLUEPRINTS, NO_PAGE, PublishingWalk
from tests.access.test_axe import axe as axe
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_page_of_the_way_into_use_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    wanted = {name for name in clinic.app.view_functions if name.split(".")[0] in BLUEPRINTS}

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = PublishingWalk(clinic, page)
        found, looked = look_at(page, axe, walk, walk.sizes)
        page.close()

    assert found == [], "\n".join(found)
    assert wanted - walk.met - set(NO_PAGE) == set()
    record_property(COUNTED, f"  {looked} pages x {len(walk.sizes)} sizes, 0 violations")
