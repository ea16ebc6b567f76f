"""One trend chart: its name, what it says in words, its two drawings and its notes."""

from __future__ import annotations

from screening.core.score import Band, Score
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading
from screening.report.sections.trend_plot import Drawing, Plot, Point

TALL, LOW = 52.0, 24.0  # pt: height of the plot; 28 pt are 10 mm


@dataclass(frozen=True, slots=True)
class Chart:
    """One instrument's chart, in two heights: the low one serves when the page is full."""

    name: str
    title: str  # says everything for those who do not see it
    tall: Drawing
    low: Drawing
    notes: tuple[str, ...]


def draw_chart(
    reading: Reading, name: str, score: Score, bands: tuple[Band, ...], points: tuple[Point, ...]
) -> Chart:
    words, tell = reading.words, reading.tell
    low, high = score.range
    told = ", ".join(_said(reading, point) for point in points)
    tall = Plot(reading, score, bands, points, TALL)
    return Chart(
        name=words.chart_name.format(name=name, low=tell.number(low), high=tell.number(high)),
        title=words.chart_says.format(name=name, points=told),
        tall=tall.draw(),
        low=Plot(reading, score, bands, points, LOW).draw(),
        notes=tuple(_notes(reading, points, joined=all(map(tall.joins, range(len(points)))))),
    )


def _said(reading: Reading, point: Point) -> str:
    words, tell = reading.words, reading.tell
    value = words.not_scored if point.value is None else tell.number(point.value)
    said = words.chart_point.format(value=value, day=tell.day(point.at))
    return f"{said} ({point.said})" if point.said else said


def _notes(reading: Reading, points: tuple[Point, ...], *, joined: bool) -> list[str]:
    words = reading.words
    notes = [
        words.trend_gap.format(day=reading.tell.near_day(p.at)) for p in points if p.value is None
    ]
    if not all(p.same_version for p in points):
        notes.append(words.trend_other_version)
    if len(points) > 1 and not joined:
        notes.append(words.trend_open_line)
    return notes
