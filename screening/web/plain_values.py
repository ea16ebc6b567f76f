"""Numbers and days as our own pages and addresses send them. What is written otherwise is none.

Python reads far more: other scripts' digits, thousands of them, signs, days of the year 1. No page
of ours sends that, and databases and calendars end before it does.
"""

from __future__ import annotations

from datetime import date

from werkzeug.exceptions import BadRequest

from screening.core.moments import FIRST_YEAR, LAST_YEAR

DIGITS = 9  # of what is counted here: events, versions, save numbers


def read_number(text: str, digits: int = DIGITS) -> int | None:
    """A whole number of at most so many digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def read_day(text: str) -> date | None:
    """A day such as 2026-11-19, within the years that are reckoned with here."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR else None


def need_number(text: str, digits: int = DIGITS) -> int:
    """The same where nothing else is ever sent.

    raises   BadRequest
    """
    number = read_number(text, digits)
    if number is None:
        raise BadRequest
    return number


def save_number(text: str) -> int:
    """The number of the draft that a page was shown with; a wrong one is -1, which no draft has."""
    number = read_number(text)
    return -1 if number is None else number


def save_numbers(text: str) -> list[int]:
    """Those of several drafts."""
    return [save_number(part) for part in text.split(".")]
