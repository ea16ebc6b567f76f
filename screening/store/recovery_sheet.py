"""The key file on paper: kept apart from the machine, typed in again where the file is lost.

Each line ends with a check of four digits, so that a slip of whoever types it is found in its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from screening.store.errors import KeyFileError
from screening.store.sealing import KEY_ID_BYTES

TITLE = "Recovery sheet of this installation's keys"
PIECE = 16  # digits of one line
CHECK = 4
MASTER_BYTES = 32
PIECES = MASTER_BYTES * 2 // PIECE
_LINE = re.compile(r"(\d{1,2})\.([0-4])\s*:\s*([0-9a-f][0-9a-f ]*)/\s*([0-9a-f]{4})", re.ASCII)
TYPE_ANEW = "Type line {} of the sheet anew: its check does not fit what was typed."
INCOMPLETE = "Key {} is not whole. Type every line of the sheet."
NOTHING = "No line of a recovery sheet is in it."


def write_sheet(masters: Mapping[bytes, bytes]) -> str:
    """The sheet, to be printed. Line n.0 is the id of the n-th key, the others its secret.

    masters   key id -> master secret; the first one is the current one
    """
    lines = [TITLE, ""]
    lines += [
        "Print it, lock it away, and delete what it was printed from. Whoever has it can open",
        "every record and every backup; without it and without the key file nobody can.",
    ]
    for number, (key_id, secret) in enumerate(masters.items(), 1):
        pieces = [secret.hex()[n : n + PIECE] for n in range(0, len(secret) * 2, PIECE)]
        lines += ["", f"Key {number} of {len(masters)}{', in use' if number == 1 else ''}"]
        lines += [
            f"{name}: {_spaced(digits)} / {_check(name, digits)}"
            for part, digits in enumerate((key_id.hex(), *pieces))
            for name in (f"{number}.{part}",)
        ]
    return "\n".join(lines) + "\n"


def read_sheet(text: str) -> dict[bytes, bytes]:
    """The keys of a sheet that was typed in, in its order.

    raises   KeyFileError naming the line that is wrong
    """
    pieces: dict[tuple[int, int], str] = {}
    for number, part, typed, check in _LINE.findall(text.lower()):
        name, digits = f"{int(number)}.{part}", typed.replace(" ", "")
        if _check(name, digits) != check or len(digits) != PIECE:
            raise KeyFileError("The keys were not written.", TYPE_ANEW.format(name))
        pieces[int(number), int(part)] = digits
    if not pieces:
        raise KeyFileError("The keys were not written.", NOTHING)
    return dict(_keys(pieces))


def checks(masters: Mapping[bytes, bytes]) -> str:
    """The checks of lines 1.1 to 1.4, those of the secret in use."""
    secret = next(iter(masters.values())).hex()
    pieces = (secret[n : n + PIECE] for n in range(0, len(secret), PIECE))
    return "".join(_check(f"1.{part}", digits) for part, digits in enumerate(pieces, 1))


def _keys(pieces: Mapping[tuple[int, int], str]) -> list[tuple[bytes, bytes]]:
    found = []
    for number in range(1, max(number for number, _ in pieces) + 1):
        parts = [pieces.get((number, part)) for part in range(PIECES + 1)]
        if None in parts:
            raise KeyFileError("The keys were not written.", INCOMPLETE.format(number))
        key_id, *secret = (bytes.fromhex(part or "") for part in parts)
        found.append((key_id, b"".join(secret)))
    return found


def _check(name: str, digits: str) -> str:
    return hashlib.sha256(f"screening {name} {digits}".encode()).hexdigest()[:CHECK]


def _spaced(digits: str) -> str:
    return " ".join(digits[n : n + 4] for n in range(0, len(digits), 4))


assert KEY_ID_BYTES * 2 == PIECE  # noqa: S101  an id is one line
