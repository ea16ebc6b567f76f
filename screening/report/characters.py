"""What may stand on paper: characters that the shipped fonts can draw, and how long a text may be.

A missing glyph breaks the PDF standards, and a character that hides or turns text round could
make the page say something else than was typed. Both are printed as their code point.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

CHARACTERS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "characters.txt"
_RANGE = re.compile(r"U\+([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?", re.ASCII)
# Control, format (bidi marks, zero widths, soft hyphen), surrogate, private, unassigned, line ends.
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ALWAYS_SHOWN = "\n"
SPELT_AT_MOST = len("[U+10FFFF]")


def read_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """First and last code point of each line of characters.txt."""
    found = (_RANGE.fullmatch(line.strip()) for line in text.splitlines() if line.strip())
    return tuple((int(m[1], 16), int(m[2] or m[1], 16)) for m in found if m)


@cache
def _foreign() -> re.Pattern[str]:
    """Matches one character that cannot be printed as it is."""
    ranges = read_ranges(CHARACTERS.read_text(encoding="utf-8"))
    drawn = "".join(
        re.escape(chr(code))
        for low, high in ranges
        for code in range(low, high + 1)
        if unicodedata.category(chr(code)) not in _NEVER_SHOWN
    )
    return re.compile(f"[^{drawn}{_ALWAYS_SHOWN}]")


def printable(text: str) -> str:
    """The text with every character that cannot be printed as [U+1F600].

    Line ends of all kinds become one line feed, a tab becomes a space.
    """
    if "\r" in text or "\t" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _foreign().sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def capped(text: str, at_most: int, mark: str) -> str:
    """The text, or its beginning and a mark that shows that it goes on.

    mark  may hold {number}, which becomes the length of the whole text in characters
    """
    if len(text) <= at_most:
        return text
    return f"{text[:at_most].rstrip()} {mark.format(number=len(text))}"


def within_print(text: str, at_most: int, mark: str) -> str:
    """The text, or what of it takes so many characters on paper, and a mark.

    What is spelt out takes up to ten characters for one: a text within its cap could fill pages.
    """
    if len(text) * SPELT_AT_MOST <= at_most or len(printable(text)) <= at_most:
        return text
    room = at_most
    for place, sign in enumerate(text):
        room -= len(printable(sign))
        if room < 0:
            return f"{text[:place].rstrip()} {mark}"
    return text  # line ends of two signs, which are one on paper
