"""The text of printed pages: where words stand on it, however lines and columns broke them."""

from __future__ import annotations

import re
import unicodedata

from screening.report.characters import printable

_FIGURE = re.compile(r"\d+")


class PageText:
    """A text without its blanks, in which each place is taken once.

    A table cell, a line and a page end where they like; digits that belong to a longer number do
    not count as the shorter one.
    """

    def __init__(self, text: str) -> None:
        self._text = unicodedata.normalize("NFKC", text)
        self._places = [at for at, sign in enumerate(self._text) if not sign.isspace()]
        self._packed = "".join(self._text[at] for at in self._places)
        self._taken = bytearray(len(self._packed))

    def take(self, words: str, *, counts: bool = True) -> bool:
        """Take the words where they first stand free; False where they do not.

        counts   whether their figures count as compared
        """
        wanted = _packed(words)
        at = self._packed.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not any(self._taken[at:end]) and self._is_whole(at, end):
                self._taken[at:end] = (b"\x01" if counts else b"\x02") * len(wanted)
                return True
            at = self._packed.find(wanted, at + 1)
        return False

    def like(self, words: str) -> str:
        """What stands free in place of the words: the same first half; empty without such."""
        wanted = _packed(words)
        beginning = wanted[: max(len(wanted) // 2, 1)]
        at = self._packed.find(beginning)
        while at >= 0:
            if not any(self._taken[at : at + len(beginning)]):
                last = min(at + len(wanted), len(self._places)) - 1
                return " ".join(self._text[self._places[at] : self._places[last] + 1].split())
            at = self._packed.find(beginning, at + 1)
        return ""

    def figures(self) -> tuple[int, int]:
        """How many figures were compared, and how many there are."""
        places = {at: number for number, at in enumerate(self._places)}
        found = [places[match.start()] for match in _FIGURE.finditer(self._text)]
        return sum(self._taken[at] == 1 for at in found), len(found)

    def _is_whole(self, at: int, end: int) -> bool:
        """Whether a number at either end of the words goes on beyond them."""
        first, last = self._places[at], self._places[end - 1]
        before, behind = self._text[max(first - 2, 0) : first], self._text[last + 1 : last + 3]
        starts, ends = self._text[first].isdigit(), self._text[last].isdigit()
        # Minus signs count: 5 is not a part of −5. So do 1 and 1.5, or 1,5.
        if starts and re.search(r"(\d|\d[.,]|[-\u2212])\Z", before):
            return False
        return not (ends and re.match(r"\d|[.,]\d", behind))


def _packed(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", printable(words)).split())
