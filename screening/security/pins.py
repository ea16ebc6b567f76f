"""What a PIN must be: digits of one's own choice, and none that is tried first.

source   Markert et al., This PIN Can Be Easily Guessed, IEEE S&P 2020: with few tries allowed, a
         short list of refused PINs helps as much as a long one
"""

import re

from screening.security.errors import PinRefused

SHORTEST, LONGEST = 6, 12  # digits
_DIGITS = re.compile(rf"[0-9]{{{SHORTEST},{LONGEST}}}", re.ASCII)
_KEYPAD = ("147258369", "741852963", "159357", "159753", "357159", "789456123", "123654789")
_COMMON = frozenset(
    {"112233", "123321", "110110", "101010", "520131", "102030", "246810", "135790", "696969",
     "420420", "007007", "131313", "123654", "147852", "314159", "271828", "142536"}
)  # fmt: skip


def check(pin: str) -> None:
    """Take or refuse a new PIN.

    raises   PinRefused, with an instruction
    """
    if not _DIGITS.fullmatch(pin):
        raise PinRefused("", f"Type a PIN of {SHORTEST} to {LONGEST} digits.")
    if _runs(pin) or _repeats(pin) or _on_the_keypad(pin) or pin in _COMMON:
        raise PinRefused("It is among the first that are tried.", "Choose other digits.")


def could_be(pin: str) -> bool:
    """Whether it has the shape of a PIN at all."""
    return _DIGITS.fullmatch(pin) is not None


def _runs(pin: str) -> bool:
    """Every step is the same: 123456, 654321, 890123, 246802, and 111111 too."""
    steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
    return len(steps) == 1


def _repeats(pin: str) -> bool:
    """One piece again and again, 121212 or 123123, or hardly two different digits."""
    pieces = (pin[:size] for size in range(1, len(pin) // 2 + 1))
    again = any(piece * (len(pin) // len(piece)) == pin for piece in pieces)
    return again or len(set(pin)) < 3 or _doubled_run(pin)


def _doubled_run(pin: str) -> bool:
    """Pairs in a row: 112233, 998877."""
    return pin[::2] == pin[1::2] and _runs(pin[::2])


def _on_the_keypad(pin: str) -> bool:
    """A way across the keys from one to the next."""
    return any(pin in way or pin in way[::-1] for way in _KEYPAD)
