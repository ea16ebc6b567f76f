"""Which sums are possible: sets of exact numbers, kept as bits of one big integer.

Bit n of `bits` stands for the number `low + n` in steps of 10**-places. So the sums of two
sets are shifts, and "may this band still apply?" is a mask, exact whatever the gaps between
points are.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from screening.quick_dataclass import dataclass

# A score whose possible sums need more bits than this is refused when its file is loaded: that is
# 41 with five digits after the point, and half a megabyte.
WIDEST = 1 << 22
_MOST_WORK = 1 << 28  # bits that adding one item's points may touch


@dataclass(frozen=True, slots=True)
class Reach:
    """A finite set of numbers, never empty."""

    places: int  # digits after the point
    low: int  # lowest number, in steps
    bits: int  # bit 0 is set

    @property
    def lowest(self) -> Fraction:
        return Fraction(self.low, 10**self.places)

    @property
    def highest(self) -> Fraction:
        return Fraction(self.low + self.bits.bit_length() - 1, 10**self.places)

    def plus(self, other: Reach) -> Reach:
        """Every sum of one number of each; both of the same places."""
        _follow(self.bits.bit_length() + other.bits.bit_length())
        few, many = sorted((self.bits, other.bits), key=int.bit_count)
        _follow(few.bit_count() * many.bit_length(), _MOST_WORK)
        bits, place = 0, 0
        while few >> place:
            place += _trailing_zeros(few >> place)
            bits |= many << place
            place += 1
        return Reach(self.places, self.low + other.low, bits)

    def plus_steps(self, first: int, step: int, count: int) -> Reach:
        """Every sum with one of first, first + step, ... (count numbers)."""
        _follow(self.bits.bit_length() + step * (count - 1))
        bits, have = self.bits, 1
        while have < count:
            more = min(have, count - have)
            bits |= bits << (step * more)
            have += more
        return Reach(self.places, self.low + first, bits)

    def union(self, other: Reach) -> Reach:
        """The numbers of either."""
        low = min(self.low, other.low)
        _follow(max(self.low, other.low) - low)
        bits = (self.bits << (self.low - low)) | (other.bits << (other.low - low))
        return Reach(self.places, low, bits)

    def at_least(self, bound: Fraction) -> Reach | None:
        """The numbers not below a bound, or None when there are none."""
        first = -((-bound * 10**self.places) // 1)
        drop = max(0, int(first) - self.low)
        bits = self.bits >> drop
        if not bits:
            return None
        zeros = _trailing_zeros(bits)
        return Reach(self.places, self.low + drop + zeros, bits >> zeros)

    def under(self, bound: Fraction) -> Reach | None:
        """The numbers below a bound, or None when there are none."""
        keep = -int(-bound * 10**self.places // 1) - self.low
        if keep >= self.bits.bit_length():
            return self  # a mask as wide as a far bound would be huge
        bits = self.bits & ((1 << keep) - 1) if keep > 0 else 0
        return Reach(self.places, self.low, bits) if bits else None

    def has_between(self, low: Fraction, below: Fraction | None) -> bool:
        """Whether a number lies at or above `low` and, where given, under `below`."""
        rest = self.at_least(low)
        return rest is not None and (below is None or rest.lowest < below)


def _follow(width: int, most: int = WIDEST) -> None:
    """Refuse before memory and time are asked for."""
    if width > most:
        raise OverflowError("more possible sums than can be followed")


def in_steps(number: Decimal, places: int) -> int:
    """A number of at most `places` digits after the point, in steps of 10**-places."""
    return int(number.scaleb(places))


def _trailing_zeros(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def reach_of(numbers: Iterable[Decimal], places: int) -> Reach:
    """The set of some numbers, each with at most `places` digits after the point."""
    steps = sorted({in_steps(number, places) for number in numbers})
    _follow(steps[-1] - steps[0])
    bits = 0
    for step in steps:
        bits |= 1 << (step - steps[0])
    return Reach(places, steps[0], bits)
