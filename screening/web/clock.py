"""Times of day as people in the US write them: 2:30 PM, 2:30 p.m. Kept and read are 24 hours.

For patients. Staff and paper have the 24-hour clock throughout.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from babel.dates import format_skeleton

_TYPED = re.compile(
    r"(?P<hour>[0-9]{1,2})(?P<rest>(:[0-9]{2}){0,2})(\s*(?P<half>[ap])\.?\s*m\.?)?", re.IGNORECASE
)
_NARROW, _UNBROKEN = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def clock_words(at: datetime, locale: str, *, minutes: bool) -> str:
    """The time of day by the pattern of the locale.

    minutes   False: only the hour is known
    """
    shown = at.replace(tzinfo=None)  # Babel would turn it into UTC
    words: str = format_skeleton("hm" if minutes else "h", shown, locale=locale)
    return words.replace(_NARROW, _UNBROKEN)  # our font has no narrow one


@cache
def hours_of_day(locale: str = "") -> tuple[tuple[str, str], ...]:
    """Each hour as it is kept and as it is shown; without a locale on the 24-hour clock."""
    return tuple(
        (
            f"{hour:02}",
            clock_words(datetime(2000, 1, 1, hour), locale, minutes=False)  # noqa: DTZ001  no day
            if locale
            else f"{hour:02}:00",
        )
        for hour in range(24)
    )


def plain_clock(typed: str) -> str:
    """A time that was typed on either clock, on the 24-hour one; anything else as it is.

    A browser whose time field is a plain one leaves it to people how they write it.
    """
    found = _TYPED.fullmatch(typed)
    if found is None:
        return typed
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return typed
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}{found['rest']}"
