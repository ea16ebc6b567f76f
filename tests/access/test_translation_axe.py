"""axe-core on the pages of translations and imports, and none that has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.looking import look_at
from tests.access.test_axe import axe as axe
from tests.access.translation_pages import TranslationWalk
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_page_of_translations_and_imports_passes(
    clinic: Clinic, chromium: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = TranslationWalk(clinic, page)
        found, looked = look_at(page, axe, walk, walk.sizes)
        page.close()

    assert found == []
    assert looked == 25
    record_property(COUNTED, f"  {looked} pages x {len(walk.sizes)} sizes, 0 violations")
