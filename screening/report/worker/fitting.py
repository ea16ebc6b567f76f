"""Makes page 1 hold the review line: what gives way, and in which order.

Findings and scores never give way. Each step keeps what the steps before it did; the style sheet
reads the step from the class of the body.

a  tighter gaps, low charts
b  the patient's words to page 2, the longest first: short ones stay while they fit
c  features to page 2
d  use to page 2
e  findings fill page 1 and the rest follows

What moves begins page 2 with its heading, and the details follow it; where nothing moves they begin
page 2 themselves. In e nothing begins a page of its own.

What follows the review line decides nothing, so the trials go without it, and a step by which
nothing moves is not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import islice
from typing import Any

from weasyprint import layout

from screening.report.worker.markup import read_markup

STEPS = ("0", "a", "b", "c", "d", "e")
WORDS_MOVE = "b"
QUOTES_TRIED = 4  # each costs a layout
QUOTE = "./div[@class='own-words__quote']"
MARK = "review"  # the anchor that has to stand on page 1
# Characters up to the review line from which page 1 seldom holds it as it stands: a trial, which is
# a third of the whole layout, then comes first. Either order ends with the same page.
LONG = 3400
Lay = Callable[[], Any]  # lays the tree out as it stands; gives the library's document


def fit(root: Any, lay: Lay) -> tuple[Any, str]:
    """The laid out document and the step at which it came to fit.

    root  the html element; it is changed in place
    """
    page_1 = _Page1(root)
    page_1.mark(STEPS[0])
    if not page_1.is_long():
        document = lay()
        if not page_1.has_review_line() or MARK in document.pages[0].anchors:
            return document, STEPS[0]
    page_1.take_out_what_follows()
    step = next(step for step in STEPS if page_1.fits_at(step, lay))
    if step == WORDS_MOVE:
        page_1.bring_back(lay)
    page_1.put_back_what_follows()
    return lay(), step


class _Page1:
    """The tree, in so far as it says what stands on page 1."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._body = root.find("body")
        self._review = root.find(f".//*[@id='{MARK}']")
        self._later = root.find(".//*[@id='later']")
        self._following: list[Any] = []

    def has_review_line(self) -> bool:
        return self._review is not None

    def is_long(self) -> bool:
        """Whether so much stands before the review line that page 1 will hardly hold it."""
        return self.has_review_line() and LONG < sum(
            len("".join(part.itertext())) for part in self._body[: self._place_of_review()]
        )

    def mark(self, step: str) -> None:
        self._body.set("class", f"report fit-{step}")

    def take_out_what_follows(self) -> None:
        """Leave what stands up to the review line."""
        place = self._place_of_review() + 1
        self._following = self._body[place:]
        del self._body[place:]

    def put_back_what_follows(self) -> None:
        self._body.extend(self._following)

    def fits_at(self, step: str, lay: Lay) -> bool:
        """Take a step; whether page 1 holds the review line then, or at the last has to."""
        moved = self._give_way(step)
        if step == STEPS[-1]:
            return True
        return (moved or step in STEPS[:2]) and _fits(lay)

    def bring_back(self, lay: Lay) -> None:
        """Put what page 1 still holds of the patient's words back on it, the shortest first."""
        moved = self._later.find(f"./*[@data-moves='{WORDS_MOVE}']")
        quotes = moved.findall(QUOTE)
        by_length = sorted(quotes, key=lambda quote: len("".join(quote.itertext())))
        kept = deepcopy(moved)
        self._body.insert(self._place_of_review(), kept)
        back: list[Any] = []
        # All of them together did not fit, so the last never comes back.
        for quote in by_length[:-1][:QUOTES_TRIED]:
            _hold(kept, [one for one in quotes if one in (*back, quote)])
            if not _fits(lay):
                break
            back.append(quote)
        _hold(kept, [one for one in quotes if one in back])
        _hold(moved, [one for one in quotes if one not in back])
        if not back:
            self._body.remove(kept)

    def _place_of_review(self) -> int:
        return list(self._body).index(self._review)

    def _give_way(self, step: str) -> bool:
        """Change the tree as a step asks for; whether anything moved."""
        self.mark(step)
        if step == STEPS[0]:
            return False
        for chart in self._root.findall(".//*[@data-low]"):
            chart[:] = [read_markup(chart.attrib.pop("data-low"))]
        moving = self._root.findall(f".//*[@data-moves='{step}']")
        parents = {child: parent for parent in self._root.iter() for child in parent}
        for part in moving:
            parents[part].remove(part)
            classes = part.get("class", "").split()
            part.set("class", " ".join(name for name in classes if name != "column"))  # full width
        self._later[:0] = moving  # the last to leave page 1 stood first on it
        return bool(moving)


def _fits(lay: Lay) -> bool:
    with _first_page_alone():
        return MARK in lay().pages[0].anchors


@contextmanager
def _first_page_alone() -> Iterator[None]:
    """The library lays out page 1 and stops, for nothing else is looked at."""
    all_pages = layout.make_all_pages
    layout.make_all_pages = lambda *given: islice(all_pages(*given), 1)
    try:
        yield
    finally:
        layout.make_all_pages = all_pages


def _hold(section: Any, quotes: list[Any]) -> None:
    """Make these the quotes of a section."""
    for quote in section.findall(QUOTE):
        section.remove(quote)
    section.extend(quotes)
