"""What a check tells: one thing that does not agree."""

from __future__ import annotations

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree."""

    place: str  # where, for people: COWS, Pulse
    expected: str  # what the data, scored again, gives
    found: str  # what stands there instead; empty where nothing like it does
