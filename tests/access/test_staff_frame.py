"""What stands in the frame of staff pages and where, at the widths of phone, tablet and desk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.staff_pages import StaffWalk
from tests.served import served
from tests.web.conftest import Clinic
from tests.web.previewing import begin

pytestmark = [pytest.mark.browser]

ROW = 50  # px: about as high as one row of the head is
EDGES = 16  # px: above and below all of them
# Width of the window, and rows of the head.
ROWS = [(390, 3), (820, 2), (1024, 2), (1440, 1)]
HEAD = "document.querySelector('.staff-head').getBoundingClientRect().height"
MIDDLES = """() => ['name', 'who', 'out']
    .map(one => document.querySelector(`.staff-head__${one}`).getBoundingClientRect())
    .map(box => (box.top + box.bottom) / 2)"""
CUT = """() => { const frame = document.querySelector('.device'), screen = frame.firstElementChild;
    return screen.getBoundingClientRect().right - frame.getBoundingClientRect().right }"""


def test_the_head_of_a_clinician_for_whom_an_approval_waits_stays_low(
    clinic: Clinic, chromium: Any
) -> None:
    draft = begin(clinic).split("/")[3]
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/drafts/{draft}/approval")
    moss.press("Hand it to the clinicians")

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = StaffWalk(clinic, page)
        walk.come_in("ada")
        assert page.locator(".staff-head__waits").count() == 1
        for width, rows in ROWS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(HEAD) <= rows * ROW + EDGES, width
            middles = page.evaluate(MIDDLES)
            assert max(middles) - min(middles) < ROW / 2, width
        page.close()


# Colour of the ground of each choice, and how many edges of the steps are drawn.
PRESSED = """() => [...document.querySelectorAll('.preview-choice')].map(
    one => [one.getAttribute('aria-pressed'), getComputedStyle(one).backgroundColor])"""
EDGED = """() => [...document.querySelectorAll('.steps__list a')].filter(
    one => parseFloat(getComputedStyle(one).borderBlockEndWidth) > 0).length"""


def test_what_is_chosen_and_where_one_is_can_be_told_in_forced_colours(
    clinic: Clinic, chromium: Any
) -> None:
    preview = begin(clinic)

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address, forced_colors="active")
        walk = StaffWalk(clinic, page)
        walk.come_in("moss")
        walk.go(preview)
        chosen = {ground for pressed, ground in page.evaluate(PRESSED) if pressed == "true"}
        others = {ground for pressed, ground in page.evaluate(PRESSED) if pressed == "false"}
        assert chosen.isdisjoint(others)
        assert page.evaluate(EDGED) == 1
        page.close()


@pytest.mark.parametrize("width", [768, 1024, 1280, 1440, 1920])
def test_the_tablet_of_a_preview_is_seen_whole(clinic: Clinic, chromium: Any, width: int) -> None:
    preview = begin(clinic)

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = StaffWalk(clinic, page)
        walk.come_in("moss")
        page.set_viewport_size({"width": width, "height": 900})
        walk.go(preview)
        assert page.evaluate(CUT) <= 1
        page.close()
