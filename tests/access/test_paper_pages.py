"""axe-core on what staff meet round paper: forms, typing in, the second look, a day's summaries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.every_page import SIZES
from tests.access.test_axe import axe as axe
from tests.access.test_axe import faults
from tests.served import served
from tests.web.conftest import PASSWORD, Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVE = "main .button-row button[value=save]"


def test_no_page_round_paper_has_a_violation(clinic: Clinic, chromium: Any, axe: str) -> None:
    visit, found = clinic.start_visit(), []
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="yes")
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)

        def look(name: str) -> None:
            found.extend(
                f"{name} {one}" for one in faults(page, axe, SIZES[1:])
            )  # a phone and a desk

        page.goto("/sign-in")
        page.fill("[name=name]", clinic.ada.name)
        page.fill("[type=password]", PASSWORD)
        page.click("main button[type=submit]")
        for path in ("/paper-forms/", "/clinic/days/", f"/paper-entry/{visit.id}"):
            page.goto(path)
            look(path.split("/")[1])
        page.click("main button:has-text('Begin')")
        look("begin with an error")
        page.select_option("#language", "es")
        page.fill("#day", "17")
        page.select_option("#month", "11")
        page.fill("#year", "2026")
        page.click("main button:has-text('Begin')")
        look("list of sheets")
        page.goto(f"/paper-entry/{visit.id}/check_in/now")
        look("sheet")
        page.click(SAVE)
        look("sheet with an error")
        page.check("#gate-no")
        page.fill("#nights-input", "2")
        page.click(SAVE)
        look("two texts")
        page.goto(f"/paper-entry/{visit.id}/check_in/more")
        page.click("main button:has-text('The rest is blank')")
        page.click(SAVE)
        page.goto(f"/paper-entry/{visit.id}/check")
        look("second look")
        page.goto(f"/desk/visits/{visit.id}")
        look("visit")
        page.close()
    assert found == []
