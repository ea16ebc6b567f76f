"""Tables of desk and clinicians stand whole on phones and tablets: none scrolls in its frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.access.staff_pages import StaffWalk
from tests.served import served
from tests.web.conftest import SHIPPED, Clinic
from tests.web.listing import send

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOWS = (
    "anxious", "yawning", "sweating", "tearing", "runny_nose", "gooseflesh", "shaking", "hot_flush",
    "cold_flush", "aches", "restless", "nausea", "vomiting", "twitching", "cramps", "urge",
)  # fmt: skip
SIZES = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    {"width": 1024, "height": 768},
)
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true })"
SCROLLED = """[...document.querySelectorAll('main *')]
  .filter(one => getComputedStyle(one).overflowX === 'auto')
  .filter(one => one.scrollWidth > one.clientWidth)
  .map(one => one.className)"""


def test_no_table_of_a_long_name_with_two_visits_is_scrolled(clinic: Clinic, chromium: Any) -> None:
    found = []

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        walk = StaffWalk(clinic, page)
        walk.come_in("ada")
        walk.prepare()
        for path in ("/desk/", "/clinic/?show=all", f"/clinic/visits/{walk.visit.id}"):
            page.goto(path)
            page.evaluate(OPEN)
            for size in SIZES:
                page.set_viewport_size(size)
                found += [(path, size["width"], name) for name in page.evaluate(SCROLLED)]
        page.close()

    assert found == []


def test_no_table_of_all_items_with_points_and_change_is_scrolled(
    make_clinic: Callable[[Path], Clinic], chromium: Any
) -> None:
    clinic = make_clinic(SHIPPED)
    for chosen in ("somewhat", "very_much"):
        visit = clinic.start_visit("withdrawal_check")
        send(clinic, visit, "sows16", dict.fromkeys(SOWS, chosen))
        clinic.clock.forward(days=7)

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address, viewport=SIZES[0])
        StaffWalk(clinic, page).come_in("ada")
        page.goto(f"/clinic/visits/{visit.id}")
        page.evaluate(OPEN)
        found = page.evaluate(SCROLLED)
        page.close()

    assert found == []


def test_panels_in_a_row_begin_at_one_height(clinic: Clinic, chromium: Any) -> None:
    visit = clinic.start_visit()

    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address, viewport=SIZES[2])
        StaffWalk(clinic, page).come_in("ada")
        page.goto(f"/desk/visits/{visit.id}")
        tops = page.evaluate(
            "[...document.querySelectorAll('.choices-row > .panel')]"
            ".map(one => one.getBoundingClientRect().top)"
        )
        page.close()

    assert len(tops) > 1
    assert len(set(tops[:2])) == 1
