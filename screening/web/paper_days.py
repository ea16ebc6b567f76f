"""The day that stands on a paper form, as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

OLDEST = timedelta(days=366)  # a paper of longer ago is a slip of the pen, or of the hand
_DIGITS = re.compile(r"\d{1,4}", re.ASCII)
ENTER = "Enter the day that stands on the paper."


def read_day_of_paper(values: Mapping[str, str], today: date) -> date | str:
    """The day, or the instruction to correct it."""
    parts = [values[name] for name in ("day", "month", "year")]
    if not all(_DIGITS.fullmatch(part) for part in parts):
        return ENTER
    day, month, year = (int(part) for part in parts)
    try:
        found = date(year, month, day)
    except ValueError:
        return "Enter a day that this month has."
    if found > today:
        return "Enter a day that is not in the future."
    return found if today - found <= OLDEST else "Enter a day of the past year."
