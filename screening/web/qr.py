"""A QR code as the shape that a template draws as inline SVG.

No picture address is made, because an address that holds a one-use code would stand in the log.
"""

from __future__ import annotations

import segno

from screening.quick_dataclass import dataclass

QUIET_ZONE = 4  # modules of white on each side; readers need it (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Qr:
    """Dark modules as one SVG path on a square, one unit per module."""

    size: int  # width and height in modules, quiet zone included
    path: str  # `d` of the path: one closed box per run of dark modules


def draw_qr(text: str) -> Qr:
    """The code for a text, with a quarter of it readable when dirty or scratched.

    raises  ValueError when the text is too long for any QR code (about 2 kB)
    """
    matrix = segno.make(text, micro=False, error="q").matrix
    path = "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _runs(row)
    )
    return Qr(len(matrix) + 2 * QUIET_ZONE, path)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, module in enumerate(row):
        if not module & 1:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
