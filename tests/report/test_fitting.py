"""Page 1 gives way no further than it must, in whichever order the layouts are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.renderer import missing_packages
from screening.report.summary import summarise
from screening.report.worker import fitting
from screening.report.worker.markup import read_markup
from screening.report.worker.parcel import pack
from screening.report.worker.typesetting import Typesetter, _Page
from tests.report.changes import WITHDRAWAL, earlier_visits, only, quiet, with_recorded

Change = Callable[[VisitRecord], VisitRecord]
VISITS: dict[str, Change] = {
    "a short one": lambda record: only(quiet(record), "cows"),
    "withdrawal": lambda record: only(record, *WITHDRAWAL),
    "the whole intake": lambda record: record,
    "three findings": lambda record: with_recorded(quiet(record), 3),
    "eight findings": lambda record: earlier_visits(with_recorded(quiet(record), 8), 7),
}


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    if missing := missing_packages():
        pytest.skip(f"needs {' '.join(missing)}")
    return Typesetter()


@pytest.fixture(scope="module", params=VISITS)
def html(request: pytest.FixtureRequest, record: VisitRecord, library: Library) -> str:
    return to_html(summarise(VISITS[request.param](record), library.references))


def test_either_order_of_trials_ends_with_the_same_page(
    typesetter: Typesetter, html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for long in (0, 1_000_000):  # no page is short, or none is long
        monkeypatch.setattr(fitting, "LONG", long)
        made.append(typesetter.typeset(pack(html), "letter"))

    assert made[0] == made[1]


def test_no_step_is_taken_that_the_one_before_it_makes_needless(
    typesetter: Typesetter, html: str
) -> None:
    step = typesetter.typeset(pack(html), "letter").step
    taken = fitting.STEPS[: fitting.STEPS.index(step) + 1]

    assert _holds(typesetter, html, taken) or step == fitting.STEPS[-1]
    if len(taken) > 1:
        assert not _holds(typesetter, html, taken[:-1])


def _holds(typesetter: Typesetter, html: str, steps: tuple[str, ...]) -> bool:
    """Whether page 1 holds the review line after these steps, all that follows it laid out too."""
    page = _Page(read_markup(html), typesetter.fetcher, typesetter._defaults, typesetter._counters)
    page_1 = fitting._Page1(page.etree_element)
    for step in steps:
        page_1._give_way(step)
    document: Any = typesetter._lay(page, "letter")
    return fitting.MARK in document.pages[0].anchors
