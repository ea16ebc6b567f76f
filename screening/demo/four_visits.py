"""What somebody who comes four times tells and shows: less 7-OH each time, then powder, alcohol."""

from __future__ import annotations

from collections.abc import Mapping

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What changes from visit to visit of somebody who comes again."""

    product: tuple[str, str, str, str]  # form, amount, unit's word, times a day
    hours_since: int
    others: tuple[str, ...]  # alcohol and the like, of the past 7 days
    sows: str  # points, in the order of the items
    cows: str  # points of the ten signs after the pulse
    pulse: str  # /min
    pressure: str  # mm[Hg]


FOUR_VISITS: Mapping[int, Told] = {
    21: Told(
        ("seven_oh", "1", "tablet", "4"),
        15,
        (),
        sows="4 3 3 2 3 2 3 2 3 4 4 2 1 2 2 4",
        cows="2 3 1 1 2 2 1 1 2 0",
        pulse="104",
        pressure="146/92",
    ),
    14: Told(
        ("seven_oh", "1", "tablet", "2"),
        12,
        (),
        sows="3 2 2 2 2 1 2 1 2 3 3 1 0 1 1 3",
        cows="2 1 1 2 1 2 1 1 1 0",
        pulse="98",
        pressure="138/88",
    ),
    7: Told(
        ("powder", "1.5", "teaspoon", "3"),
        14,
        ("alcohol",),
        sows="2 2 1 1 - 1 1 1 1 2 2 1 0 1 1 2",  # one question declined: no total that day
        cows="1 1 1 1 1 1 1 1 1 0",
        pulse="88",
        pressure="134/84",
    ),
    0: Told(
        ("powder", "1", "teaspoon", "3"),
        20,
        ("alcohol",),
        sows="2 1 1 1 1 0 1 1 0 2 1 0 0 0 1 2",
        cows="1 1 0 1 1 0 0 1 1 0",
        pulse="84",
        pressure="128/82",
    ),
}
