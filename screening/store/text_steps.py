"""A text as the step from the one before: while somebody types, most of it stays as it is.

What is stored begins with a sign that no text in UTF-8 has; without it, it is the text itself, as
earlier releases stored it.
"""

from __future__ import annotations

import struct
import zlib

_STEP, _WHOLE = b"\xff\x00", b"\xff\x01"
_LENGTHS = struct.Struct(">II")  # what stays at the beginning and at the end, in bytes
_MARK = 2


def whole(text: bytes) -> bytes:
    """The text, packed by itself."""
    return _WHOLE + zlib.compress(text)


def step(before: bytes, text: bytes) -> bytes:
    """What leads from one text to another; the text itself where that is not shorter."""
    most = min(len(before), len(text))
    head = _same(before, text, most)
    tail = _same(before[head:][::-1], text[head:][::-1], most - head)
    middle = text[head : len(text) - tail]
    found = _STEP + _LENGTHS.pack(head, tail) + zlib.compress(middle)
    packed = whole(text)
    return found if len(found) < len(packed) else packed


def is_step(stored: bytes) -> bool:
    """Whether the text before is needed to read it."""
    return stored[:_MARK] == _STEP


def read(stored: bytes, before: bytes = b"") -> bytes:
    """The text.

    before   the text before, where `is_step`
    """
    kind, rest = stored[:_MARK], stored[_MARK:]
    if kind == _WHOLE:
        return zlib.decompress(rest)
    if kind != _STEP:
        return stored
    head, tail = _LENGTHS.unpack_from(rest)
    middle = zlib.decompress(rest[_LENGTHS.size :])
    return before[:head] + middle + before[len(before) - tail :]


def _same(one: bytes, other: bytes, most: int) -> int:
    """How many bytes two texts begin with in common; found by halves, as slices compare fast."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
