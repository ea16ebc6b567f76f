"""Two texts side by side, line by line: what came, what went, and a few lines around it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

AROUND = 3  # lines that stay, shown before and after those that do not


@dataclass(frozen=True, slots=True)
class Line:
    """One line of either text."""

    kind: Literal["same", "gone", "new"]
    old: int | None  # its number in the old text, from 1; None: it was not there
    new: int | None  # its number in the new text; None: it is there no more
    text: str


def line_difference(old: str, new: str) -> tuple[tuple[Line, ...], ...]:
    """The places at which two texts differ, in their order; none where they are the same."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after)
    return tuple(
        tuple(line for change in group for line in _lines(change, before, after))
        for group in matcher.get_grouped_opcodes(AROUND)
    )


def _lines(
    change: tuple[str, int, int, int, int], before: Sequence[str], after: Sequence[str]
) -> Iterator[Line]:
    tag, old, old_end, new, new_end = change
    if tag == "equal":
        for n in range(old_end - old):
            yield Line("same", old + n + 1, new + n + 1, before[old + n])
        return
    for n in range(old, old_end):
        yield Line("gone", n + 1, None, before[n])
    for n in range(new, new_end):
        yield Line("new", None, n + 1, after[n])
