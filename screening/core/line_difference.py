"""Two texts line by line: what one has and the other has not, with a little around it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

from screening.quick_dataclass import dataclass

AROUND = 2  # unchanged lines shown on either side of a change

Mark = Literal["same", "taken", "added", "gap"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference."""

    mark: Mark  # "gap": unchanged lines were left out here
    number: int  # 1-based, in the new text; of a line that was taken away, in the old one
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How much two texts differ."""

    added: int  # lines
    taken: int  # lines


def line_difference(old: str, new: str) -> tuple[Line, ...]:
    """What makes `new` of `old`; empty for equal texts."""
    before, after = _lines(old), _lines(new)
    lines: list[Line] = []
    shown = 0  # lines of the new text that are told already
    for start, end, put, until in _changes(before, after):
        around = max(shown, put - AROUND)
        if around > shown:
            if lines:
                upto = min(shown + AROUND, around)
                lines += _same(after, shown, upto)
                shown = upto
            if around > shown:
                lines.append(Line("gap", around, ""))
        lines += _same(after, max(shown, around), put)
        lines += (Line("taken", n + 1, before[n]) for n in range(start, end))
        lines += (Line("added", n + 1, after[n]) for n in range(put, until))
        shown = until
    if lines:
        lines += _same(after, shown, min(shown + AROUND, len(after)))
    return tuple(lines)


def count_changes(old: str, new: str) -> Count:
    """How many lines came and went."""
    changes = list(_changes(_lines(old), _lines(new)))
    return Count(sum(u - p for _, _, p, u in changes), sum(e - s for s, e, _, _ in changes))


def _lines(text: str) -> list[str]:
    # Not splitlines(): an editor counts a line where there is a line feed, and nowhere else.
    return text.split("\n")


def _same(after: list[str], start: int, end: int) -> Iterator[Line]:
    return (Line("same", n + 1, after[n]) for n in range(start, end))


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """From and to in the old text, from and to in the new one."""
    # Most saves change a few lines: what is equal at both ends need not be matched.
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    rest = most - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    for word, start, end, put, until in difflib.SequenceMatcher(None, *middle).get_opcodes():
        if word != "equal":
            yield start + head, end + head, put + head, until + head
