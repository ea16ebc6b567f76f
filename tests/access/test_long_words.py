"""A word without end breaks on every page that repeats it, also beside another text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.every_page import NEXT
from tests.served import served
from tests.web.conftest import Clinic
from tests.web.test_question_script import go_to_questions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = "document.documentElement.scrollWidth > innerWidth"
LONG = "w" * 200


@pytest.mark.parametrize("width", [320, 800])
def test_a_word_without_end_scrolls_no_page_sideways(
    clinic: Clinic, chromium: Any, width: int
) -> None:
    with served(clinic.app) as address:
        size = {"width": width, "height": 568}
        context = chromium.new_context(base_url=address, viewport=size)
        here, other = context.new_page(), context.new_page()
        go_to_questions(clinic, here)
        here.goto("/sitting/8")
        other.goto("/sitting/8")
        other.fill("textarea", "short")
        other.locator(NEXT).first.click()
        other.wait_for_url("**/review")

        here.fill("textarea", LONG)
        here.locator(NEXT).first.click()
        here.locator(".two-texts").wait_for()
        wide = {"two texts": here.evaluate(WIDE)}
        here.locator(NEXT).first.click()
        here.wait_for_url("**/review")
        wide["review"] = here.evaluate(WIDE)
        context.close()

    assert wide == {"two texts": False, "review": False}
