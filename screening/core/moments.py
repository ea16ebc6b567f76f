"""Moments that may be coarse, and the time between two of them.

A moment known to the month is every instant of that month; what rests on it is a span.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from screening.core.item import PRECISIONS, Precision
from screening.core.questionnaire import DurationUnit
from screening.quick_dataclass import dataclass

_TEXT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,6})?)?)?"
    r"(?P<offset>Z|[+-]\d{2}:\d{2})?)?)?)?",
    re.ASCII,
)
_INSTANT = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as it was given, and the span of instants it may be."""

    text: str  # ISO 8601, only as fine as it is known: "2025-08", "2026-11-18T21:30"
    precision: Precision
    earliest: datetime  # aware
    latest: datetime  # aware, inclusive

    @property
    def first_day(self) -> date:
        """First calendar day of the span, in the moment's own zone."""
        return self.earliest.date()

    @property
    def last_day(self) -> date:
        return self.latest.date()

    @property
    def has_time(self) -> bool:
        """True when the time of day is known, at least to the hour."""
        return self.precision in ("minute", "hour")

    @property
    def zone(self) -> tzinfo:
        zone = self.earliest.tzinfo
        assert zone is not None
        return zone


def read_moment(text: str, zone: tzinfo = UTC) -> Moment:
    """A moment from ISO text without more than it says.

    text    "2025", "2025-08", "2025-08-14", "2026-11-18T21", "2026-11-18T21:30"; a time may have
            an offset
    zone    taken for a text without offset
    raises  ValueError when it is no such moment
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError("not a moment")
    year, month, day, hour, minute = (
        None if match[name] is None else int(match[name])
        for name in ("year", "month", "day", "hour", "minute")
    )
    assert year is not None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("year out of range")
    if hour is None:
        return _calendar_moment(text, year, month, day, zone)
    assert month is not None
    assert day is not None
    own_zone = _offset(match["offset"], zone)
    second = int(match["second"] or 0)
    clock = datetime(year, month, day, hour, minute or 0, second, tzinfo=own_zone)
    first, last = _instants(clock)
    if minute is None:
        last = (instant(last) + timedelta(hours=1) - _INSTANT).astimezone(own_zone)
        return Moment(text, "hour", first, last)
    return Moment(text, "minute", first, last)


def instant(moment: datetime) -> datetime:
    """The same in UTC: Python subtracts two datetimes of one zone as if clocks never changed."""
    return moment.astimezone(UTC)


def _instants(clock: datetime) -> tuple[datetime, datetime]:
    """First and last instant that a clock of the zone shows so: two where it was set back."""
    both = [clock.replace(fold=fold) for fold in (0, 1)]
    return min(both, key=instant), max(both, key=instant)


def moment_of(at: datetime) -> Moment:
    """The moment of an aware datetime."""
    return Moment(at.isoformat(timespec="minutes"), "minute", at, at)


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if text is None:
        return zone
    found = datetime.fromisoformat(f"2000-01-01T00:00{text}").tzinfo
    assert found is not None
    return found


def _calendar_moment(
    text: str, year: int, month: int | None, day: int | None, zone: tzinfo
) -> Moment:
    if month is None:
        first, last, precision = date(year, 1, 1), date(year, 12, 31), "year"
    elif day is None:
        end = calendar.monthrange(year, _month(month))[1]
        first, last, precision = date(year, month, 1), date(year, month, end), "month"
    else:
        first = last = date(year, month, day)
        precision = "day"
    named: Precision = next(name for name in PRECISIONS if name == precision)
    return Moment(
        text,
        named,
        datetime.combine(first, time.min, tzinfo=zone),
        datetime.combine(last, time.max, tzinfo=zone),
    )


def _month(month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError("month out of range")
    return month


_SECONDS: dict[Literal["h", "d", "wk"], int] = {"h": 3600, "d": 86_400, "wk": 604_800}


def units_between(start: Moment, end: Moment, unit: DurationUnit) -> tuple[int, int]:
    """Fewest and most whole units that may lie between two moments, rounded down.

    Where both times of day are known, or the unit is the hour, instants are compared; else
    calendar days are, so that a form answered in the evening gives the same weeks as one
    answered in the morning.
    returns  low, high (equal when nothing is coarse); negative when start lies after end
    """
    if unit == "h" or (start.has_time and end.has_time and unit in ("d", "wk")):
        seconds = _SECONDS[unit]
        return (
            (instant(end.earliest) - instant(start.latest)) // timedelta(seconds=seconds),
            (instant(end.latest) - instant(start.earliest)) // timedelta(seconds=seconds),
        )
    return (
        _calendar_units(start.last_day, end.first_day, unit),
        _calendar_units(start.first_day, end.last_day, unit),
    )


def _calendar_units(start: date, end: date, unit: DurationUnit) -> int:
    if unit in ("d", "wk"):
        return (end - start).days // (7 if unit == "wk" else 1)
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months if unit == "mo" else months // 12


def begins_after(moment: Moment, bound: Moment, by: timedelta) -> bool:
    """Whether all of a moment lies after another, and by more than so long."""
    return instant(moment.earliest) - instant(bound.latest) > by


def not_after(moment: Moment, bound: Moment) -> Moment:
    """The part of a moment that does not lie after another; unchanged where none would be left."""
    last = instant(bound.latest)
    if instant(moment.earliest) > last or instant(moment.latest) <= last:
        return moment
    latest = bound.latest.astimezone(moment.zone)
    return Moment(moment.text, moment.precision, moment.earliest, latest)
