"""Rounding: once, at the end, half up."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction


def round_half_up(value: Decimal | Fraction, decimals: int) -> Decimal:
    """The nearest number with that many decimals; a half goes up.

    Fractions keep thirds exact until this point: Decimal division would round twice.
    """
    above, below = value.as_integer_ratio()  # whole numbers: fractions would be cut down each time
    return Decimal((2 * above * 10**decimals + below) // (2 * below)).scaleb(-decimals)


def lowest_rounding_to(edge: Decimal, decimals: int) -> Fraction:
    """The lowest exact value whose rounding is not below an edge."""
    grid = (edge.scaleb(decimals)).to_integral_value(ROUND_CEILING)
    return (Fraction(grid) - Fraction(1, 2)) / Fraction(10) ** decimals
