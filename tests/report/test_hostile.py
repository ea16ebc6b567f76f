"""Some shapes of `./run campaign hostile_papers`: each ends in time, and the app answers."""

from __future__ import annotations

import pytest

from bench.campaigns.hostile_papers import run
from screening.report.renderer import missing_packages
from tests.report.hostile import ANSWERS, PAGES, shapes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_packages()), reason="needs Pango"),
]
SOME = 12


def test_some_shapes_break_no_limit() -> None:
    tally = run(SOME, seed=7)

    assert tally.faults == []
    assert sum(tally.ends.values()) == SOME
    assert tally.ends["answer: PDF"] == SOME // 2
    assert tally.app_answers > 0


def test_the_same_seed_gives_the_same_shapes_of_every_kind() -> None:
    found = list(shapes(200, 1))

    assert found == list(shapes(200, 1))
    assert {shape.name for shape in found if shape.place == "answer"} == set(ANSWERS)
    assert {shape.name for shape in found if shape.place == "page"} == set(PAGES)
