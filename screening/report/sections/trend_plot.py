"""The drawing of a trend: a true time axis, shaded bands, a value at each visit, gaps left open."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from screening.core.score import Band, Score
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading
from screening.report.sections.bands import edges, fill
from screening.report.sections.drawing import (
    SMALL,
    Box,
    Label,
    at,
    clear_of,
    inside,
    text_width,
)

WIDTH = 246.0  # pt: half of the page's text on A4
LEFT, NAMES_WIDTH, TOP = 19.0, 76.0, 10.0
DATES, ROW, FOOT = 9.0, 8.4, 2.5  # pt below the plot: the first base line, the next, the end
RIGHT_MARGIN = 12.0
EDGE = 9.0  # pt between the plot's side and the first and last point
TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One visit."""

    at: datetime
    value: Decimal | None  # None: not scored
    version: str
    same_version: bool  # as today's
    same_bands: bool
    hours: tuple[str, ...]  # since last use at the rating, one for each row under the plot
    said: str  # the same in words
    needs_hours: bool  # a score of withdrawal, which says little without them
    joinable: bool  # False: no line leads to it or from it
    today: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A drawn point."""

    x: str
    y: str
    shape: str  # today, round or square


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two points."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of one height, drawn by the macro trend_chart."""

    width: str
    height: str
    left: str
    right: str
    bottom: str
    boxes: tuple[Box, ...]
    ticks: tuple[Label, ...]
    names: tuple[Label, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    values: tuple[Label, ...]
    dates: tuple[Label, ...]
    hours: tuple[Label, ...]


class Plot:
    """Works out one drawing; coordinates grow to the right and downwards."""

    def __init__(
        self,
        reading: Reading,
        score: Score,
        bands: tuple[Band, ...],
        points: tuple[Point, ...],
        height: float,
    ) -> None:
        self.reading, self.score, self.bands, self.points = reading, score, bands, points
        self.height = height
        self.bottom = TOP + height
        self.right = WIDTH - (NAMES_WIDTH if bands else RIGHT_MARGIN)
        self.xs = self._spread()
        self.rows = len(points[0].hours)
        self.hours = [
            self._below(DATES + ROW * (row + 1), [p.hours[row] for p in points])
            for row in range(self.rows)
        ]

    def draw(self) -> Drawing:
        return Drawing(
            width=at(WIDTH),
            height=at(self.bottom + DATES + ROW * self.rows + FOOT),
            left=at(LEFT),
            right=at(self.right),
            bottom=at(self.bottom),
            boxes=self._boxes(),
            ticks=self._ticks(),
            names=self._names(),
            strokes=self._strokes(),
            dots=self._dots(),
            values=self._values(),
            dates=tuple(
                self._below(DATES, [self.reading.tell.near_day(p.at) for p in self.points]).values()
            ),
            hours=tuple(label for row in self.hours for label in row.values()),
        )

    def _y(self, value: Decimal) -> float:
        low, high = self.score.range
        return self.bottom - float((value - low) / (high - low)) * self.height

    def _spread(self) -> list[float]:
        """The x of each visit on a true time axis; a single one stands at the right."""
        first, last = self.points[0].at, self.points[-1].at
        whole = (last - first).total_seconds()
        start, end = LEFT + EDGE, self.right - EDGE
        if whole <= 0:
            return [end for _ in self.points]
        return [start + (p.at - first).total_seconds() / whole * (end - start) for p in self.points]

    def _band_edges(self) -> list[float]:
        low, high = self.score.range
        return [self._y(edge) for edge in edges(self.bands, low, high, self.score.decimals)]

    def _boxes(self) -> tuple[Box, ...]:
        ends = self._band_edges()
        width = at(self.right - LEFT)
        return tuple(
            Box(at(LEFT), at(upper), width, at(lower - upper), fill(place, len(ends) - 1))
            for place, (lower, upper) in enumerate(zip(ends, ends[1:], strict=False))
        )

    def _ticks(self) -> tuple[Label, ...]:
        """Quarters of the scale, or only its ends where they would not stand clear."""
        low, high = self.score.range
        parts = TICKS if self.height / TICKS > SMALL + 2 else 2
        step = (high - low) / parts
        numbers = [low + step * n for n in range(parts + 1)]
        return tuple(
            Label(at(LEFT - 3), at(self._y(n) + 2.5), self.reading.tell.number(n), False)
            for n in numbers
            if n == n.to_integral_value()
        )

    def _names(self) -> tuple[Label, ...]:
        """Band names at the right: the last point’s, then from the top those that stand clear.

        Without its own, the name of the band beside it would stand at the point.
        """
        ends = self._band_edges()
        middles = [(a + b) / 2 + 2.5 for a, b in zip(ends, ends[1:], strict=False)]
        kept: list[int] = []
        for place in sorted(reversed(range(len(self.bands))), key=lambda p: p != self._newest()):
            if all(abs(middles[place] - middles[other]) >= SMALL + 0.5 for other in kept):
                kept.append(place)
        return tuple(
            Label(at(self.right + 4), at(middles[place]), self.bands[place].words, False)
            for place in sorted(kept, reverse=True)
        )

    def _newest(self) -> int | None:
        """The place of the band in which the last point lies."""
        value = self.points[-1].value
        if value is None:
            return None
        return max((n for n, band in enumerate(self.bands) if band.from_ <= value), default=None)

    def _strokes(self) -> tuple[Stroke, ...]:
        """Lines between neighbours that may be compared."""
        found: list[Stroke] = []
        pairs = zip(self.points, self.points[1:], strict=False)
        for place, (one, two) in enumerate(pairs):
            if one.value is None or two.value is None or one.same_bands != two.same_bands:
                continue
            if one.version != two.version:  # other items, other points: no line says they compare
                continue
            if self.joins(place) and self.joins(place + 1):
                here, there = self.xs[place], self.xs[place + 1]
                found.append(
                    Stroke(at(here), at(self._y(one.value)), at(there), at(self._y(two.value)))
                )
        return tuple(found)

    def joins(self, place: int) -> bool:
        """Whether a line may lead to a visit: not where its hours are unknown or have no room."""
        point = self.points[place]
        shown = all(place in row for row in self.hours)
        return point.joinable and (shown or not point.needs_hours)

    def _dots(self) -> tuple[Dot, ...]:
        found: list[Dot] = []
        for x, point in zip(self.xs, self.points, strict=True):
            if point.value is not None:
                shape = "today" if point.today else "round" if point.same_version else "square"
                found.append(Dot(at(x), at(self._y(point.value)), shape))
        return tuple(found)

    def _values(self) -> tuple[Label, ...]:
        """The number at each point: above it, or below where the scale ends."""
        found: list[Label] = []
        for x, point in zip(self.xs, self.points, strict=True):
            if point.value is not None:
                y = self._y(point.value)
                text = self.reading.tell.number(point.value)
                found.append(Label(at(x), at(max(y - 4, SMALL - 1)), text, point.today))
        return tuple(found)

    def _below(self, line: float, texts: list[str]) -> dict[int, Label]:
        """Words under the points; today's and the first come first, others where room is left."""
        last = len(texts) - 1
        taken: list[tuple[float, float]] = []
        placed: dict[int, Label] = {}
        for place in sorted(range(len(texts)), key=lambda n: (n != last, n)):
            width = text_width(texts[place])
            spot = inside(self.xs[place], width, 0, WIDTH)
            if clear_of(spot, width, taken, gap=2):
                taken.append((spot - width / 2, spot + width / 2))
                today = self.points[place].today
                placed[place] = Label(at(spot), at(self.bottom + line), texts[place], today)
        return dict(sorted(placed.items()))
