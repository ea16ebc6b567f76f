"""axe-core on the administrator's texts, and none that has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.looking import look_at
from tests.access.test_axe import axe as axe
from tests.access.text_pages import TextsWalk
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import Clinic

OF_TEXTS = ("texts", "text_lists", "text_new_leaflet", "text_new_packet")

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_page_of_the_texts_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    wanted = {
        rule.endpoint
        for rule in clinic.app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in OF_TEXTS and "GET" in (rule.methods or ())
    }

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = TextsWalk(clinic, page)
        found, looked = look_at(page, axe, walk, walk.sizes)
        page.close()

    assert found == []
    assert wanted - walk.met == set()
    record_property(COUNTED, f"  {looked} pages x {len(walk.sizes)} sizes, 0 violations")
