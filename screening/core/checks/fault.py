"""One fault of meaning, before it has a place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where, as the way from the top of the file."""

    code: str
    place: Place
    problem: str
    fix: str


Faults = Iterator[Fault]
