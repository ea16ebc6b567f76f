"""A walk looked at page by page: axe-core at each size, and nothing scrolled sideways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.access.test_axe import faults

NARROW = {"width": 320, "height": 568}
WIDE = "document.documentElement.scrollWidth"


def look_at(
    page: Any, axe: str, walk: Iterable[str], sizes: Iterable[tuple[int, int]]
) -> tuple[list[str], int]:
    """What is wrong wherever the walk stands still, and on how many pages that was."""
    found, looked = [], 0
    for name in walk:
        found += [f"{name} {leak}" for leak in faults(page, axe, sizes)]
        before = page.viewport_size
        page.set_viewport_size(NARROW)
        if page.evaluate(WIDE) > NARROW["width"]:
            found.append(f"{name} is {page.evaluate(WIDE)} px wide at {NARROW['width']} px")
        page.set_viewport_size(before)
        looked += 1
    return found, looked
