"""What is left of a file round its wrong shapes, and which faults of it may be told.

A fault is never told where it may come of what was left out or put in: the anatomy of its kind
says what rests on what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from screening.core.anatomy import ANYTHING, ANYWHERE, KEY, Anatomy
from screening.core.checks.fault import Fault
from screening.core.scalars import NAME
from screening.core.tree_parts import (
    Fixed,
    fits,
    fixed,
    longest,
    matching,
    node_at,
    plain_place,
    put,
    without,
    words_of,
)
from screening.core.yaml_tree import Mapping, Place, Sequence
from screening.quick_dataclass import dataclass

_QUOTED = re.compile("“([^”]*)”")
_REF = re.compile(rf"{NAME}(\.{NAME})?", re.ASCII)


@dataclass(frozen=True)
class Rest:
    """What can still be judged, and what nothing may be said about."""

    anatomy: Anatomy
    tree: Mapping
    doubted: frozenset[Fixed] = frozenset()  # places that are gone, made up or not to be trusted
    names: frozenset[str] = frozenset()  # what the parts at these places are called
    nameless: frozenset[str] = frozenset()  # sections in which somebody's name is not known

    def without(
        self, wrong: Iterable[Place], doubtful: Iterable[Place] = (), gone: Iterable[Place] = ()
    ) -> Rest:
        """The same without the parts round wrong places.

        doubtful   places whose parts stay, and are not judged
        gone       places that nobody misses
        """
        places = {plain_place(self.tree, place) for place in wrong}
        # That a list has too little in it comes of what is wrong within.
        outer = {place[:n] for place in places for n in range(len(place))}
        out = {self._part(place) for place in places - outer}
        kept = {self._part(place) for place in doubtful}
        made_up = {part for part in out | kept if self._stand_in(part) is not None}
        if self.anatomy.by_key:
            kept |= {place[: place.index(KEY) - 1] for place in places if KEY in place}
            kept |= {(ANYWHERE,) for place in places if len(place) == 2}  # an id, or none
        rest = self._doubting(out | kept)
        tree = self.tree
        for part in made_up:
            if not any(part[:n] in out for n in range(len(part))):
                tree = put(tree, part, self._stand_in(part))
        return replace(rest, tree=without(tree, {*(out - made_up), *gone} - made_up))

    def without_speakers(self) -> Rest | None:
        """The same without whatever speaks of what is in doubt; None where nothing does."""
        out = {
            place
            for pattern in self.anatomy.parts
            for place in matching(self.tree, pattern)
            if not self.touched.isdisjoint((str(place[-1]), *words_of(node_at(self.tree, place))))
        }
        if not out:
            return None
        doubted = self.doubted | {fixed(self.tree, place) for place in out}
        return replace(self, tree=without(self.tree, out), doubted=doubted, names=self.touched)

    def tells(self, fault: Fault) -> bool:
        """Whether a fault of the rest cannot come of what is in doubt."""
        place = fixed(self.tree, fault.place)
        if place in self._ways or any(place[:n] in self.doubted for n in range(len(place) + 1)):
            return False
        anatomy, code = self.anatomy, fault.code
        needs = anatomy.rests_on.get(code, frozenset())
        sections = {one[0] for one in self.doubted if one}
        if not needs.isdisjoint(sections) or (needs is ANYTHING and self.doubted):
            return False
        needs = anatomy.rests_on_names.get(code, frozenset())
        if not needs.isdisjoint(self.nameless) or (needs and ANYWHERE in sections):
            return False
        if code in anatomy.alone:
            return True
        if code in anatomy.quoting:
            return self.names.isdisjoint(_quoted(fault))
        spoken = {*_quoted(fault), *words_of(node_at(self.tree, self._part(fault.place)))}
        return self.touched.isdisjoint(spoken)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The names in doubt, with those of everything that speaks of them, and so on."""
        speakers: dict[str, list[str]] = {}  # word -> who says it
        for pattern, key in self.anatomy.names.items() if self.names else ():
            for place in matching(self.tree, pattern):
                name = self._name(place, key)
                for word in words_of(node_at(self.tree, place)) if name else ():
                    speakers.setdefault(word, []).append(name)
        found, todo = set(self.names), list(self.names)
        while todo:
            more = {name for name in speakers.pop(todo.pop(), ()) if name not in found}
            found |= more
            todo += more
        return frozenset(found)

    @cached_property
    def _ways(self) -> frozenset[Fixed]:
        return frozenset(place[:n] for place in self.doubted for n in range(len(place)))

    def _doubting(self, parts: Iterable[Place]) -> Rest:
        """The same with these parts and their names in doubt."""
        doubted, names, nameless = set(self.doubted), set(self.names), set(self.nameless)
        for part in parts:
            doubted.add(fixed(self.tree, part))
            for name in self._names(part):
                if name:
                    names.add(name)
                else:
                    nameless.add(str(part[0]))
        return replace(
            self,
            doubted=frozenset(doubted),
            names=frozenset(names),
            nameless=frozenset(nameless),
        )

    def _part(self, place: Place) -> Place:
        """The item, score, finding … that a place belongs to, or less where less will do."""
        return place[: longest(self.anatomy.branches, place)]

    def _stand_in(self, part: Place) -> object:
        values = (v for pattern, v in self.anatomy.stand_ins.items() if fits(part, pattern))
        return next(values, None)

    def _names(self, part: Place) -> Iterator[str]:
        """What others call a part and those in it; empty where one cannot be told."""
        for pattern, key in self.anatomy.names.items():
            if len(part) <= len(pattern) and fits(part, pattern[: len(part)]):
                inner = matching(node_at(self.tree, part), pattern[len(part) :])
                yield from [self._name((*part, *place), key) for place in inner] or [""]

    def _name(self, place: Place, key: str) -> str:
        node = node_at(self.tree, place)
        inner = node.get(key) if isinstance(node, Mapping) else None
        # What is no list under a name may be no part at all.
        under = place[-1] if isinstance(node, Sequence) else None
        name = {KEY: under, "": node}.get(key, inner)
        return name if isinstance(name, str) and _REF.fullmatch(name) else ""


def _quoted(fault: Fault) -> Iterator[str]:
    """What a fault names, and of a name with a dot also what stands before it."""
    for word in _QUOTED.findall(fault.problem):
        yield from words_of(word)
