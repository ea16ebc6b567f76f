"""Where things stand in a chart. All lengths are points on paper; the style sheet scales nothing
below that, because the columns are at least as wide as the charts are drawn.
"""

from __future__ import annotations

from decimal import Decimal

from screening.quick_dataclass import dataclass

LETTER = 0.54  # mean width of a letter, in sizes of the type; measured generously
SMALL = 7.2  # pt: size of chart labels; nothing is smaller than 7


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text in a chart."""

    x: str
    y: str
    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A shaded rectangle."""

    x: str
    y: str
    width: str
    height: str
    fill: str


def at(length: float | Decimal) -> str:
    """A length as SVG writes it, to a hundredth."""
    return f"{float(length):.2f}".rstrip("0").rstrip(".")


def text_width(text: str, size: float = SMALL) -> float:
    """About how wide a text is drawn."""
    return len(text) * LETTER * size


def inside(middle: float, width: float, low: float, high: float) -> float:
    """The middle moved so that what is centred on it stays between two ends."""
    return min(max(middle, low + width / 2), high - width / 2)


def clear_of(middle: float, width: float, taken: list[tuple[float, float]], gap: float = 3) -> bool:
    """Whether a centred text leaves a gap to all that is placed already."""
    return all(
        middle + width / 2 + gap <= start or middle - width / 2 - gap >= end for start, end in taken
    )
