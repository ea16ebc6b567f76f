"""Cells of a CSV file that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What spreadsheets begin a formula with, their full-width twins, and what hides one behind a blank.
_FORMULA = re.compile("[\\s\x00]*[=+\\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20\u2212]")


def safe(text: str) -> str:
    """The text; with an apostrophe before it where a spreadsheet might reckon with it."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file (RFC 4180) in UTF-8: every cell quoted and safe, lines end with CR LF."""
    return "".join(write_line(row) for row in (head, *rows)).encode()


def write_line(cells: Sequence[str]) -> str:
    """One line of such a file."""
    quoted = (safe(cell).replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\r\n"
