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
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from screening.report.worker.markup import read_markup

STEPS = ("0", "a", "b", "c", "d", "e")
WORDS_MOVE = "b"
QUOTES_TRIED = 4  # each costs a layout
QUOTE = "./div[@class='own-words__quote']"
MARK = "review"  # the anchor that has to stand on page 1
Lay = Callable[[], Any]  # lays the tree out as it stands; gives the library's document


def fit(root: Any, lay: Lay) -> tuple[Any, str]:
    """The laid out document and the step at which it came to fit.

    root  the html element; it is changed in place
    """
    _mark(root, STEPS[0])
    document = lay()
    if _fits(document) or not root.findall(f".//*[@id='{MARK}']"):
        return document, STEPS[0]
    details = _Details(root)
    step = STEPS[-1]
    # Pages of details decide nothing here, so the trials go without them.
    with_details = details.take_out()
    for step in STEPS[1:]:
        _apply(root, step)
        if step == STEPS[-1] or _fits(lay()):
            break
    if step == WORDS_MOVE:
        _bring_back(root, lay)
    with_details()
    return lay(), step


class _Details:
    """What follows the review line."""

    def __init__(self, root: Any) -> None:
        self.parent = root.find("body")
        self.element = root.find(".//div[@class='details']")

    def take_out(self) -> Callable[[], None]:
        """Take it out; the function returned puts it back where it was."""
        if self.element is None:
            return lambda: None
        place = list(self.parent).index(self.element)
        self.parent.remove(self.element)
        return lambda: self.parent.insert(place, self.element)


def _fits(document: Any) -> bool:
    return MARK in document.pages[0].anchors


def _mark(root: Any, step: str) -> None:
    root.find("body").set("class", f"report fit-{step}")


def _apply(root: Any, step: str) -> None:
    _mark(root, step)
    later = root.find(".//*[@id='later']")
    parents = {child: parent for parent in root.iter() for child in parent}
    for chart in root.findall(".//*[@data-low]"):
        chart[:] = [read_markup(chart.attrib.pop("data-low"))]
    moving = root.findall(f".//*[@data-moves='{step}']")
    for part in moving:
        parents[part].remove(part)
        classes = part.get("class", "").split()
        part.set("class", " ".join(name for name in classes if name != "column"))  # full width
    later[:0] = moving  # the last to leave page 1 stood first on it


def _bring_back(root: Any, lay: Lay) -> None:
    """Put what page 1 still holds of the patient's words back on it, the shortest first."""
    moved = root.find(f".//*[@data-moves='{WORDS_MOVE}']")
    if moved is None:
        return
    quotes = moved.findall(QUOTE)
    by_length = sorted(quotes, key=lambda quote: len("".join(quote.itertext())))
    kept = deepcopy(moved)
    body = root.find("body")
    body.insert(list(body).index(root.find(f".//*[@id='{MARK}']")), kept)
    back: list[Any] = []
    # All of them together did not fit, so the last never comes back.
    for quote in by_length[:-1][:QUOTES_TRIED]:
        _hold(kept, [one for one in quotes if one in (*back, quote)])
        if not _fits(lay()):
            break
        back.append(quote)
    _hold(kept, [one for one in quotes if one in back])
    _hold(moved, [one for one in quotes if one not in back])
    if not back:
        body.remove(kept)


def _hold(section: Any, quotes: list[Any]) -> None:
    """Make these the quotes of a section."""
    for quote in section.findall(QUOTE):
        section.remove(quote)
    section.extend(quotes)
