"""Every control of a patient is large and apart from the next; no page scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.every_page import Walk
from tests.conftest import COUNTED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST, TILE, APART = 48, 56, 8  # px
WIDTHS = (390, 768, 1024)  # a phone, a tablet upright and on its side
# 320 px is also what 1280 px come to at 400 % zoom; the height is that of 1024 px then.
NARROW = ((320, 568), (320, 256))

# What can be pressed, with its words; a tile is pressed as a whole, a hidden thing not at all.
MEASURE = """() => {
  const dialog = document.querySelector("dialog[open]");
  const found = (dialog ?? document).querySelectorAll(
    "a[href], button, select, textarea, input:not([type=hidden]), label.tile");
  return [...found]
    .filter((one) => !one.matches("label.tile input, .skip-link, .visually-hidden"))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ one, box }) => box.width && box.height && one.checkVisibility())
    .map(({ one, box }) => ({
      name: `<${one.localName}> ${(one.innerText || one.name || "").trim().slice(0, 40)}`,
      tile: one.matches("label.tile"),
      left: box.left, top: box.top, right: box.right, bottom: box.bottom,
    }));
}"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 && one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 80)).slice(0, 3)"""


def test_every_control_can_be_met_with_a_thumb(
    walk: Walk, language: str, record_property: Callable[[str, object], None]
) -> None:
    found, measured = [], 0

    for name in walk:
        for width in WIDTHS:
            walk.page.set_viewport_size({"width": width, "height": 844})
            controls = walk.page.evaluate(MEASURE)
            measured += len(controls)
            found += [f"{name} {width}: {fault}" for fault in faults(controls)]

    assert found == []
    record_property(COUNTED, f"  {measured} controls measured in {language}")


def test_no_page_scrolls_sideways_when_narrow_or_enlarged(walk: Walk) -> None:
    found = []

    for name in walk:
        for width, height in NARROW:
            walk.page.set_viewport_size({"width": width, "height": height})
            if walk.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} {width} x {height}: {walk.page.evaluate(TOO_WIDE)}")

    assert found == []


def faults(controls: list[dict[str, Any]]) -> list[str]:
    """Controls that are too small, or too near to another."""
    small = [
        f"{one['name']} is {one['right'] - one['left']:.0f} x {one['bottom'] - one['top']:.0f}"
        for one in controls
        if one["right"] - one["left"] < LEAST
        or one["bottom"] - one["top"] < (TILE if one["tile"] else LEAST)
    ]
    near = [
        f"{one['name']} is {gap(one, other):.1f} px from {other['name']}"
        for number, one in enumerate(controls)
        for other in controls[number + 1 :]
        if gap(one, other) < APART
    ]
    return small + near


def gap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """px between two boxes, along the axis on which they are further apart."""
    across = max(one["left"], other["left"]) - min(one["right"], other["right"])
    along = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
    return float(max(across, along))
