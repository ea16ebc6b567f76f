"""Moments and the time between them: coarse dates, clocks that change, ends of months."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.core.moments import not_after, read_moment, units_between
from tests.plain_scorer import months_between

NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def between(start: str, end: str, unit: str, zone=UTC) -> tuple[int, int]:
    return units_between(read_moment(start, zone), read_moment(end, zone), unit)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-07T22:00", "2026-03-08T10:00", (11, 11)),  # clocks go forward in between
        ("2026-10-31T22:00", "2026-11-01T10:00", (13, 13)),  # and back
        ("2026-11-01T01:30", "2026-11-01T10:00", (8, 9)),  # 01:30 came twice that night
        ("2026-11-18T22:00", "2026-11-19T10:00", (12, 12)),
        ("2026-11-18T22:01", "2026-11-19T10:00", (11, 11)),
        ("2026-11-19T12:00", "2026-11-19T11:00", (-1, -1)),
    ],
)
def test_hours_are_those_that_passed_and_not_those_of_the_clock(start, end, hours):
    assert between(start, end, "h", NEW_YORK) == hours


def test_an_offset_in_the_text_is_taken_before_the_zone_of_the_visit():
    assert between("2026-11-18T22:00+01:00", "2026-11-18T22:00", "h") == (1, 1)
    assert between("2026-11-18T21:00Z", "2026-11-18T22:00", "h") == (1, 1)


def test_a_clock_time_that_was_skipped_is_one_instant_or_the_other():
    moment = read_moment("2026-03-08T02:30", NEW_YORK)

    assert moment.earliest.astimezone(UTC).hour == 6
    assert moment.latest.astimezone(UTC).hour == 7


@pytest.mark.parametrize(
    ("start", "end", "unit", "span"),
    [
        ("2025-08", "2026-03-01", "wk", (26, 30)),  # 182 to 212 days
        ("2024", "2026-11-19", "mo", (22, 34)),
        ("2024-02-29", "2025-02-28", "mo", (11, 11)),
        ("2024-02-29", "2025-02-28", "a", (0, 0)),
        ("2024-02-29", "2025-03-01", "a", (1, 1)),
        ("2025-01-31", "2025-02-28", "mo", (0, 0)),
        ("2025-01-31", "2025-03-01", "mo", (1, 1)),
        ("2025-03-15", "2025-03-12", "d", (-3, -3)),
        ("2025-03-15", "2025-03-12", "wk", (-1, -1)),
        ("2025-03-15", "2025-02-15", "mo", (-1, -1)),
        ("2025-03", "2025-03", "d", (-30, 30)),
        ("2026-11-18", "2026-11-19T09:30", "h", (9, 33)),
        ("2026-11-18T20", "2026-11-19T09:30", "h", (12, 13)),
        ("2026-11-18T23:00", "2026-11-19", "d", (1, 1)),  # one side coarse: calendar days
        ("2026-11-18T23:00", "2026-11-19T22:59", "d", (0, 0)),  # both exact: 24 h make a day
    ],
)
def test_whole_units_are_rounded_down_and_span_what_is_possible(start, end, unit, span):
    assert between(start, end, unit) == span


@given(DAYS, DAYS)
def test_days_and_weeks_are_those_of_a_count_day_by_day(start, end):
    first, last = min(start, end), max(start, end)
    last = min(last, first + timedelta(days=500))
    count, day = 0, first
    while day < last:
        day += timedelta(days=1)
        count += 1

    assert between(first.isoformat(), last.isoformat(), "d") == (count, count)
    assert between(first.isoformat(), last.isoformat(), "wk") == (count // 7, count // 7)


@given(DAYS, DAYS)
def test_months_and_years_are_those_of_a_walk_from_month_to_month(start, end):
    months = months_between(start, end)

    assert between(start.isoformat(), end.isoformat(), "mo") == (months, months)
    assert between(start.isoformat(), end.isoformat(), "a") == (months // 12, months // 12)


@given(st.integers(1990, 2050), st.integers(1, 12), DAYS, st.sampled_from(["d", "wk", "mo", "a"]))
def test_a_month_spans_exactly_what_its_days_give(year, month, end, unit):
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    inside = [day for day in days if day.month == month]
    each = [between(day.isoformat(), end.isoformat(), unit)[0] for day in inside]

    assert between(f"{year}-{month:02}", end.isoformat(), unit) == (min(each), max(each))


@pytest.mark.parametrize(
    "text",
    [
        "", "25", "2025-13", "2025-00", "2025-02-30", "2025-1-1", "2025-08-14T24:00",
        "2025-08-14T08:60", "2025-08-14 08:30", "2025-08T08", "1899", "2200", "2025-08-14T08:30+25",
        "2025-08-14T08:30+24:00", "20250814", "2025-W33",
        "\u0662\u0660\u0662\u0665", "2025\n", "0000",
        "2025-08-14T08:30:61", "-2025", "2025-08-14T08:30Zulu",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_moment(text)


def test_a_coarse_date_ends_at_the_visit_where_it_cannot_lie_after_it():
    visit = read_moment("2026-11-19T09:30")

    bounded = not_after(read_moment("2026-11"), visit)

    assert bounded.first_day == date(2026, 11, 1)
    assert bounded.latest == visit.latest
    assert not_after(read_moment("2026-10"), visit) == read_moment("2026-10")


def test_dates_of_another_offset_keep_their_own_day():
    moment = read_moment("2026-11-18T23:30-05:00")

    assert moment.first_day == date(2026, 11, 18)
    assert moment.zone == timezone(timedelta(hours=-5))
