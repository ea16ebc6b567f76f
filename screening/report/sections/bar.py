"""The bar of a score card: the whole scale, its bands, and where the value lies."""

from __future__ import annotations

from decimal import Decimal

from screening.core.facts import Observation
from screening.core.score import Band, Score
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, observation
from screening.report.sections.bands import active_bands, edges, fill, published_set, upper_ends
from screening.report.sections.drawing import Box, Label, at, clear_of, inside, text_width

WIDTH = 146.0  # pt: the inside of a card on A4
TOP, HEIGHT = 7.0, 8.0  # pt: where the bar begins, how high it is
TIP = 3.0  # pt: half of the triangle, which stands whole over either end of the bar
NAMES, RANGES = 22.5, 30.5  # pt: base lines of the two rows of words


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, drawn by the macro band_bar."""

    title: str  # says everything for those who do not see it
    width: str
    height: str
    boxes: tuple[Box, ...]
    marker: str  # x of the value; empty when nothing was scored
    marker_shape: str  # the triangle above it
    names: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class LinedBar:
    """A bar with reference lines, drawn by the macro lined_bar."""

    bar: Bar
    lines: tuple[str, ...]  # x of each


def draw_lined_bar(reading: Reading, evaluated: Evaluated, score: Score, name: str) -> LinedBar:
    """The score's own bar with a line at each of its reference lines."""
    observed = observation(evaluated.now, score)
    band_set = published_set(score)
    bands = active_bands(evaluated.now, band_set) if band_set else ()
    low, high = observed.range
    return LinedBar(
        bar=draw_bar(reading, score, observed, bands, name),
        lines=tuple(at(_x(line.at, low, high)) for line in score.lines),
    )


def draw_bar(
    reading: Reading, score: Score, observation: Observation, bands: tuple[Band, ...], name: str
) -> Bar:
    low, high = observation.range
    ends = [_x(edge, low, high) for edge in edges(bands, low, high, score.decimals)]
    boxes = tuple(
        Box(at(start), at(TOP), at(end - start), at(HEIGHT), fill(place, len(ends) - 1))
        for place, (start, end) in enumerate(zip(ends, ends[1:], strict=False))
    )
    value = observation.value
    x = None if value is None else _x(value, low, high)
    return Bar(
        title=_title(reading, observation, bands, name),
        width=at(WIDTH),
        height=at(RANGES + 2 if bands else NAMES),
        boxes=boxes,
        marker="" if x is None else at(x),
        marker_shape="" if x is None else _triangle(x),
        names=_names(reading, score, observation, bands, ends),
    )


def _x(value: Decimal, low: Decimal, high: Decimal) -> float:
    return float((value - low) / (high - low)) * (WIDTH - 2 * TIP) + TIP


def _triangle(x: float) -> str:
    return f"{at(x - TIP)},1 {at(x + TIP)},1 {at(x)},{at(TOP - 0.8)}"


def _current(observation: Observation, bands: tuple[Band, ...]) -> int | None:
    if observation.value is None or not bands:
        return None
    return max((i for i, b in enumerate(bands) if b.from_ <= observation.value), default=None)


def _names(
    reading: Reading,
    score: Score,
    observation: Observation,
    bands: tuple[Band, ...],
    ends: list[float],
) -> tuple[Label, ...]:
    """Names and ranges below the bar: the current band's first, then those that find room."""
    if not bands:
        ends_of_scale = [
            (reading.tell.number(n), x)
            for n, x in zip(observation.range, (0.0, WIDTH), strict=True)
        ]
        return tuple(
            Label(at(inside(x, text_width(text), 0, WIDTH)), at(NAMES), text, False)
            for text, x in ends_of_scale
        )
    tops = upper_ends(bands, observation.range[1], score.decimals)
    current = _current(observation, bands)
    order = sorted(range(len(bands)), key=lambda place: place != current)
    taken: dict[str, list[tuple[float, float]]] = {at(NAMES): [], at(RANGES): []}
    placed: list[Label] = []
    for place in order:
        middle = (ends[place] + ends[place + 1]) / 2
        texts = (
            (NAMES, bands[place].words),
            (RANGES, reading.tell.span(bands[place].from_, tops[place])),
        )
        for line, text in texts:
            width = text_width(text) * (1.06 if place == current else 1)
            spot = inside(middle, width, 0, WIDTH)
            if clear_of(spot, width, taken[at(line)]):
                taken[at(line)].append((spot - width / 2, spot + width / 2))
                placed.append(Label(at(spot), at(line), text, place == current))
    return tuple(placed)


def _title(reading: Reading, observation: Observation, bands: tuple[Band, ...], name: str) -> str:
    words, tell = reading.words, reading.tell
    if observation.value is None:
        return words.bar_empty.format(name=name, possible=possible_words(reading, observation))
    current = _current(observation, bands)
    return words.bar_says.format(
        name=name,
        value=tell.number(observation.value),
        maximum=tell.number(observation.range[1]),
        band="" if current is None else words.bar_band.format(band=bands[current].words),
    )


def possible_words(reading: Reading, observation: Observation) -> str:
    """possible 13–18 of 48"""
    return reading.words.possible.format(
        span=reading.tell.span(observation.low, observation.high),
        maximum=reading.tell.number(observation.range[1]),
    )
