"""Ids of ours for names of other people: valid, each once, and the same for the same file."""

from __future__ import annotations

import re
import unicodedata

from screening.core.checks.names import RESERVED

LONGEST = 40  # characters; a number behind a doubled one fits into the 60 of an id


def id_from(text: str, otherwise: str) -> str:
    """A name of small letters, digits and _ that reads like the text.

    otherwise  stands before what does not begin with a letter, and for what has none of these signs
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if not name or name in RESERVED:
        return f"{otherwise}_{name}" if name else otherwise
    return name if name[0].isalpha() else f"{otherwise}_{name}"


class Ids:
    """Gives every id once; who comes second gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str, otherwise: str) -> str:
        """The id for a name."""
        name = wanted = id_from(text, otherwise)
        number = 2
        while name in self._taken:
            name, number = f"{wanted}_{number}", number + 1
        self._taken.add(name)
        return name
