"""How the files of a kind come apart where some of them is wrong, and what faults rest on.

rest.py leaves out the part round each wrong place, or puts a neutral value there, and the rest is
judged. The tables of the kinds stand in anatomies.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from screening.core.checks.fault import Fault
from screening.core.scalars import Definition
from screening.core.tree_parts import Branches, Pattern, branches
from screening.quick_dataclass import dataclass

Codes = frozenset[str]
Sections = frozenset[str]  # keys at the top of a file
ANYTHING: Sections = frozenset({"*"})
ANYWHERE = "?"  # no section of a file: what stands in another one than it was meant for
KEY = "[key]"  # a part is named by the key that it stands under


def _as_it_is(model: Any) -> tuple[Any, list[Fault]]:
    return model, []


@dataclass(frozen=True)
class Anatomy:
    """One kind of file. A fault that stands in none of these sets of codes is the most careful:
    it is told where its part speaks of nothing that is in doubt, however indirectly.
    """

    model: type[Definition]
    stand_ins: Mapping[Pattern, object]  # what cannot be left out, and a value that says nothing
    parts: tuple[Pattern, ...]  # left out as a whole where something in them is wrong
    holders: tuple[Pattern, ...] = ()  # the same, and they hold parts that stand for themselves
    names: Mapping[Pattern, str] = field(default_factory=dict)  # the key that names a part
    alone: Codes = frozenset()  # that rest on their own part and nothing else
    quoting: Codes = frozenset()  # that rest on their part and on what they quote
    rests_on: Mapping[str, Sections] = field(default_factory=dict)  # where nothing may be in doubt
    rests_on_names: Mapping[str, Sections] = field(default_factory=dict)  # each name known there
    settle: Callable[[Any], tuple[Any, list[Fault]]] = _as_it_is  # before it can be judged
    # Of texts under ids, where a wrong id may be any of those that are missing: unknown keys that
    # are no id and no text either. Others may have lost the id or the section that they lie in.
    by_key: frozenset[str] = frozenset()

    @cached_property
    def branches(self) -> Branches:
        """Everything that is left out or made up as a whole."""
        return branches((*self.stand_ins, *self.parts, *self.holders))
