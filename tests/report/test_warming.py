"""The page on which the worker warms up still looks like the pages it sets."""

from __future__ import annotations

from screening.report.worker.markup import read_markup
from screening.report.worker.warming import USUAL_PAGE
from tools.usual_page import page


def test_every_kind_of_element_of_a_summary_stands_on_the_page_for_warming_up() -> None:
    kept = _kinds(USUAL_PAGE.read_text(encoding="utf-8"))

    missing = _kinds(page()) - kept

    assert not missing, f"run: python -m tools.usual_page ({missing})"


def _kinds(html: str) -> set[tuple[str, str]]:
    return {(one.tag, name) for one in read_markup(html).iter() for name in _classes(one.attrib)}


def _classes(attributes: dict[str, str]) -> list[str]:
    return attributes.get("class", "").split() or [""]
