"""axe-core on every patient page: no violation, and nothing left undecided without a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access.every_page import SIZES, Walk
from tests.conftest import COUNTED
from tests.served import served
from tests.web.conftest import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).resolve().parents[1] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """axe.run({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"],
})"""
# What axe-core cannot decide by itself, and why it is right all the same.
EXPLAINED: dict[str, str] = {}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script."""
    if not AXE.exists():
        pytest.skip("the packages of tests/browser are not installed (Node.js and npm)")
    return AXE.read_text()


def test_every_page_of_a_patient_passes(
    walk: Walk, axe: str, language: str, record_property: Callable[[str, object], None]
) -> None:
    found, looked = [], 0

    for name in walk:
        for leak in faults(walk.page, axe, walk.sizes):
            found.append(f"{name} {leak}")
        looked += 1

    assert found == []
    record_property(
        COUNTED, f"  {looked} pages x {len(walk.sizes)} sizes in {language}, 0 violations"
    )


@pytest.mark.parametrize("direction", ["", "?rtl"])
def test_every_part_in_every_state_passes_both_ways(
    clinic: Clinic, chromium: Any, axe: str, direction: str
) -> None:
    with served(clinic.app) as address:
        page = chromium.new_page(base_url=address)
        page.goto(f"/styles{direction}")

        found = list(faults(page, axe, SIZES))

        page.close()
    assert found == []


def faults(page: Any, axe: str, sizes: Iterable[tuple[int, int]]) -> Iterator[str]:
    """What axe-core finds at each size."""
    page.evaluate(axe)
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        told = page.evaluate(RUN)
        for kind in ("violations", "incomplete"):
            for rule in told[kind]:
                if kind == "incomplete" and rule["id"] in EXPLAINED:
                    continue
                where = [node["html"][:160] for node in rule["nodes"]]
                yield f"{width}: {kind} {rule['id']}: {where[:3]}"
